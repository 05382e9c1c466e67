import { parseArgs } from "node:util";
import { readEnvironment } from "../../operations/environment";
import { verifyEnvironment } from "../../operations/verify/environment";
import { exitCode, renderOutcomes, renderProgress } from "../../operations/verify/report";
import { asFailure, Failure, renderFailure } from "../lib/failure";
import { Interrupted } from "../lib/process";
import { Reporter } from "../lib/reporter";

/** What the command line asks for. */
export interface VerifyArguments {
  readonly json: boolean;
  readonly repair: boolean;
  readonly shard?: string;
  readonly table?: string;
  /** Milliseconds. */
  readonly wait: number;
}

/** Reads the arguments. @throws Failure that names the one that is wrong. */
export function parseVerify(args: readonly string[]): VerifyArguments {
  const known = "known are --json, --repair, --shard <name>, --table <database.table>, --wait <seconds>";
  const failure = (reason: string): Failure => new Failure("arguments", reason, known);
  const [flag, option] = [{ type: "boolean" }, { type: "string" }] as const;
  const options = { json: flag, repair: flag, shard: option, table: option, wait: option } as const;
  let values: { json?: boolean; repair?: boolean; shard?: string; table?: string; wait?: string };
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    throw failure((error as Error).message);
  }
  const { json = false, repair = false, wait = "60", shard, table } = values;
  if (!/^\d{1,6}$/.test(wait)) throw failure(`--wait ${wait} is no number of seconds`);
  return { json, repair, shard, table, wait: Number(wait) * 1000 };
}

async function compare(args: readonly string[]): Promise<number> {
  const { json, wait, repair, ...selection } = parseVerify(args);
  const reporter = new Reporter(process.stderr, { quiet: true });
  const environment = await readEnvironment(reporter);
  const started = performance.now();
  const { outcomes } = await reporter.result("verify", async (log) => {
    const progress = (done: number, of: number): void => {
      log.progress(renderProgress(done, of, performance.now() - started));
    };
    return {
      said: "",
      outcomes: await verifyEnvironment(environment, { selection, wait, repair, progress }),
    };
  });
  console.log(json ? JSON.stringify(outcomes, undefined, 2) : renderOutcomes(outcomes));
  return exitCode(outcomes);
}

/**
 * `npm run verify -- [--json] [--repair] [--shard <name>] [--table <database.table>] [--wait <seconds>]`: compares every captured table with
 * its index, row by row, and
 * with --repair sends what differs through the pipeline again. Exit code 0 when all is equal, 1 when anything differs, 2 when it could not be compared. Only the result
 * is written to stdout.
 */
export async function verify(args: readonly string[]): Promise<number> {
  try {
    return await compare(args);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    console.error(renderFailure(asFailure("verify", error)));
    return 2;
  }
}
