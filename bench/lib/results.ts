import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../toolchain/lib/paths";
import { describeMachine, type Machine, type MachineLoad } from "./machine";

/** How the rows compared with the documents after a run. */
export interface Comparison {
  readonly rows: number;
  readonly documents: number;
  /** Rows without a document, documents without a row, and those that are not the same. */
  readonly differing: number;
}

/** What was measured of one contender, in one case and round. */
export interface Measurement {
  readonly contender: string;
  readonly case: string;
  readonly round: number;
  /** Its place in the round, from 1. */
  readonly place: number;
  readonly figures: Readonly<Record<string, number>>;
  readonly machine: MachineLoad;
  /** Absent where no row is written. */
  readonly comparison?: Comparison;
  /** What a reader has to know of this measurement. */
  readonly remark?: string;
}

/** What a benchmark measured. */
export interface Result {
  readonly name: string;
  readonly at: string;
  readonly commit: string;
  readonly machine: Machine;
  readonly settings: Readonly<Record<string, number | string | readonly (number | string)[]>>;
  readonly measurements: readonly Measurement[];
}

const FOLDER = join(projectRoot, "bench", "results");

/** A measurement that lost or left a row does not count. Pure. */
export function counts({ comparison }: Measurement): boolean {
  return comparison === undefined || comparison.differing === 0;
}

export function newResult(
  name: string,
  settings: Result["settings"],
  measurements: Result["measurements"],
): Result {
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: projectRoot, encoding: "utf8" }).trim();
  const commit = `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain", "-uno") === "" ? "" : "+changes"}`;
  return {
    ...{ name, at: new Date().toISOString(), commit, machine: describeMachine() },
    ...{ settings, measurements },
  };
}

/** Writes `bench/results/<name>.json`; another folder for a try. Gives the file's name. */
export function writeResult(result: Result, folder = FOLDER): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${result.name}.json`);
  writeFileSync(file, `${JSON.stringify(result, undefined, 2)}\n`);
  return file;
}

/** The result of a benchmark; undefined when it has not been run. */
export function readResult(name: string, folder = FOLDER): Result | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Result;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
