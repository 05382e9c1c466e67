import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { readEnvironment } from "../../operations/environment";
import { problemsOf, type Problem, type TableStatus } from "../../operations/status/facts";
import { allProblems, readFindings } from "../../operations/status/findings";
import { readStatus } from "../../operations/status/read";
import { renderStatus } from "../../operations/status/render";
import { asFailure, Failure, renderFailure } from "../lib/failure";
import { checkInterruption, Interrupted } from "../lib/process";
import { Reporter } from "../lib/reporter";

/** What the command line asks for. */
export interface StatusArguments {
  readonly json: boolean;
  /** Milliseconds between two looks; undefined for one look. */
  readonly watch?: number;
}

/** Reads the arguments. @throws Failure that names the one that is wrong. */
export function parseStatus(args: readonly string[]): StatusArguments {
  const failure = (reason: string): Failure =>
    new Failure("arguments", reason, "known are --json, --watch [seconds]");
  const options = { json: { type: "boolean" }, watch: { type: "boolean" } } as const;
  let parsed: { values: { json?: boolean; watch?: boolean }; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw failure((error as Error).message);
  }
  const { json = false, watch = false } = parsed.values;
  const [seconds = "2", ...rest] = parsed.positionals;
  if (!/^[1-9]\d{0,4}$/.test(seconds)) throw failure(`${seconds} is no number of seconds`);
  if (rest.length > 0 || (!watch && parsed.positionals.length > 0))
    throw failure(`unknown argument ${parsed.positionals.join(" ")}`);
  return { json, ...(watch ? { watch: Number(seconds) * 1000 } : {}) };
}

const CLEAR = "\u001b[H\u001b[2J";

function show(
  tables: readonly TableStatus[],
  problems: readonly Problem[],
  { json, watch }: StatusArguments,
): void {
  if (json) {
    // One line for each look, so that a script can follow.
    console.log(JSON.stringify({ well: problems.length === 0, problems, tables }, undefined, watch ? 0 : 2));
    return;
  }
  const time = watch === undefined ? "" : `${new Date().toISOString()}\n\n`;
  if (watch !== undefined && process.stdout.isTTY) process.stdout.write(CLEAR);
  console.log(`${time}${renderStatus(tables, problems)}`);
}

/**
 * `npm run status -- [--json] [--watch [seconds]]`: how the shards, connectors and indexes of the stack do. Exit code 0 when all is
 * well, 1 when something is not, 2 when the stack cannot be read.
 */
export async function status(args: readonly string[]): Promise<number> {
  try {
    const parsed = parseStatus(args);
    const environment = await readEnvironment(new Reporter(process.stderr, { quiet: true }));
    for (;;) {
      const [tables, found] = await Promise.all([readStatus(environment), readFindings(environment)]);
      checkInterruption();
      const problems = allProblems(problemsOf(tables), found);
      show(tables, problems, parsed);
      if (parsed.watch === undefined) return problems.length === 0 ? 0 : 1;
      await pause(parsed.watch);
    }
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    console.error(renderFailure(asFailure("status", error)));
    return 2;
  }
}
