import { parseArgs } from "node:util";
import {
  readEnvironment,
  select,
  type CapturedTable,
  type Environment,
  type Shard,
} from "../../operations/environment";
import { exitCode, renderOutcomes, renderProgress, type Outcome } from "../../operations/verify/report";
import { verifyTable } from "../../operations/verify/table";
import { asFailure, Failure, renderFailure } from "../lib/failure";
import { Interrupted } from "../lib/process";
import { Reporter, type StepLog } from "../lib/reporter";

/** What the command line asks for. */
export interface VerifyArguments {
  readonly json: boolean;
  readonly shard?: string;
  readonly table?: string;
  /** Milliseconds. */
  readonly wait: number;
}

/** Reads the arguments. @throws Failure that names the one that is wrong. */
export function parseVerify(args: readonly string[]): VerifyArguments {
  const failure = (reason: string): Failure =>
    new Failure(
      "arguments",
      reason,
      "known are --json, --shard <name>, --table <database.table>, --wait <seconds>",
    );
  const option = { type: "string" } as const;
  const options = { json: { type: "boolean" }, shard: option, table: option, wait: option } as const;
  let values: { json?: boolean; shard?: string; table?: string; wait?: string };
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    throw failure((error as Error).message);
  }
  const { json = false, wait = "60", shard, table } = values;
  if (!/^\d{1,6}$/.test(wait)) throw failure(`--wait ${wait} is no number of seconds`);
  return { json, shard, table, wait: Number(wait) * 1000 };
}

async function verifyOne(
  environment: Environment,
  shard: Shard,
  table: CapturedTable,
  wait: number,
  log: StepLog,
): Promise<Outcome> {
  const started = performance.now();
  const progress = (done: number, of: number): void => {
    log.progress(renderProgress(done, of, performance.now() - started));
  };
  try {
    return await verifyTable(environment, shard, table, { wait, progress });
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { shard: shard.name, table: table.table, error: (error as Error).message };
  }
}

async function compare(args: readonly string[]): Promise<number> {
  const { json, wait, ...selection } = parseVerify(args);
  const reporter = new Reporter(process.stderr, { quiet: true });
  const environment = await readEnvironment(reporter);
  const shards = select(environment, selection);
  const perShard = await Promise.all(
    shards.map(async (shard) => {
      const outcomes: Outcome[] = [];
      for (const table of shard.tables) {
        const { outcome } = await reporter.result(`${shard.name} ${table.table}`, async (log) => ({
          said: "",
          outcome: await verifyOne(environment, shard, table, wait, log),
        }));
        outcomes.push(outcome);
      }
      return outcomes;
    }),
  );
  const outcomes = perShard.flat();
  console.log(json ? JSON.stringify(outcomes, undefined, 2) : renderOutcomes(outcomes));
  return exitCode(outcomes);
}

/**
 * `npm run verify -- [--json] [--shard <name>] [--table <database.table>] [--wait <seconds>]`: compares every captured table with
 * its index, row by row. Exit code 0 when all is equal, 1 when anything differs, 2 when it could not be compared. Only the result
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
