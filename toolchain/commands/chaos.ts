import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Fault } from "../../operations/chaos/fault";
import { FAULTS } from "../../operations/chaos/faults";
import { seeded } from "../../operations/chaos/random";
import { renderPage, renderReport, renderRound } from "../../operations/chaos/report";
import { isClean, playRound, type Round } from "../../operations/chaos/round";
import { readEnvironment } from "../../operations/environment";
import { Failure } from "../lib/failure";
import { Reporter } from "../lib/reporter";

/** What the command line asks for. */
export interface ChaosArguments {
  readonly faults: readonly Fault[];
  readonly rounds: number;
  readonly seed: number;
  /** Changes a second, of all shards together. */
  readonly rate: number;
  /** No round begins after so many minutes. */
  readonly minutes: number;
  /** JSON file that the rounds are added to. */
  readonly report?: string;
  /** Nothing is played: the report is shown as a page. */
  readonly render: boolean;
}

const TEXT = { type: "string" } as const;
const FLAG = { type: "boolean" } as const;
const OPTIONS = {
  ...{ yes: FLAG, render: FLAG, faults: TEXT, report: TEXT },
  ...{ rounds: TEXT, seed: TEXT, rate: TEXT, minutes: TEXT },
};
const REMEDY = `known are --yes, --faults <${FAULTS.map(({ name }) => name).join(",")}>, --rounds <n>, --seed <n>, --rate <changes a second>, --minutes <n>, --report <file.json>, --render`;

function failure(reason: string): Failure {
  return new Failure("arguments", reason, REMEDY);
}

function readValues(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw failure((error as Error).message);
  }
}

/** Reads the arguments. @throws Failure that names the one that is wrong. */
export function parseChaos(args: readonly string[]): ChaosArguments {
  const values = readValues(args);
  const number = (name: "rounds" | "seed" | "rate" | "minutes", byDefault: string): number => {
    const text = values[name] ?? byDefault;
    if (!/^[1-9]\d{0,6}$/.test(text)) throw failure(`--${name} ${text} is no number from 1`);
    return Number(text);
  };
  const { yes = false, render = false, report } = values;
  if (render && report === undefined) throw failure("--render needs the --report that it shows");
  if (!yes && !render)
    throw failure("it kills, freezes and cuts off the stack's containers and writes rows: say --yes");
  return {
    faults: values.faults === undefined ? FAULTS.filter(({ byName }) => !byName) : named(values.faults),
    ...{ rounds: number("rounds", "1"), seed: number("seed", "1"), rate: number("rate", "300") },
    ...{ minutes: number("minutes", "9999999"), render },
    ...(report === undefined ? {} : { report }),
  };
}

function named(names: string): Fault[] {
  return names.split(",").map((name) => {
    const fault = FAULTS.find((known) => known.name === name);
    if (fault === undefined) throw failure(`there is no fault "${name}"`);
    return fault;
  });
}

/**
 * `npm run chaos -- --yes [...]`: breaks the running stack, one fault after the other, under load, and compares every row after each.
 * Ends at the first round that is not clean: the stack is left as it is, to be looked at. Exit code 0 when all rounds were clean.
 */
export async function chaos(reporter: Reporter, args: readonly string[]): Promise<number> {
  const { faults, rounds, seed, rate, minutes, report, render } = parseChaos(args);
  const before = report !== undefined && existsSync(report) ? readReport(report) : [];
  if (render) {
    reporter.line(renderPage(FAULTS, before));
    return 0;
  }
  const deadline = Date.now() + minutes * 60_000;
  const read = () => readEnvironment(new Reporter(process.stderr, { quiet: true }));
  let environment = await read();
  const played: Round[] = [];
  for (const own of seeds(seed, rounds)) {
    for (const fault of faults) {
      if (Date.now() > deadline || isPlayed(before, fault, own)) continue;
      const scene = { environment, random: seeded(own), seed: own };
      const result = await playRound(scene, fault, { rate, read });
      environment = result.environment;
      played.push(result.round);
      reporter.line(renderRound(result.round));
      if (report !== undefined) writeReport(report, [...before, ...played]);
      if (!isClean(result.round)) return 1;
    }
  }
  reporter.line(`\n${renderReport(faults, played)}`);
  return 0;
}

/** Each round's seed: the first one's, and the numbers after it. */
function seeds(first: number, rounds: number): number[] {
  return Array.from({ length: rounds }, (_, place) => first + place);
}

function isPlayed(rounds: readonly Round[], { name }: Fault, seed: number): boolean {
  return rounds.some((round) => round.fault === name && round.seed === seed && isClean(round));
}

function readReport(file: string): Round[] {
  return JSON.parse(readFileSync(file, "utf8")) as Round[];
}

function writeReport(file: string, rounds: readonly Round[]): void {
  // A round each line: a report of hundreds of them can still be read and reviewed.
  writeFileSync(file, `[\n${rounds.map((round) => JSON.stringify(round)).join(",\n")}\n]\n`);
}
