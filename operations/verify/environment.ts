import { Interrupted } from "../../toolchain/lib/process";
import { select, type CapturedTable, type Environment, type Selection, type Shard } from "../environment";
import type { Outcome } from "./report";
import type { Progress } from "./scan";
import { verifyTable, type Options } from "./table";

/** What of an environment is compared, and how. */
export interface VerifyOptions {
  readonly selection?: Selection;
  /** Milliseconds that what was committed may take to arrive. */
  readonly wait: number;
  /** Whether what differs is sent through the pipeline again. */
  readonly repair?: boolean;
  /** Told of the rows of all tables that have begun. */
  readonly progress?: Progress;
}

/** Compares the captured tables with their indexes, the shards side by side. What cannot be compared is an outcome of its own. */
export async function verifyEnvironment(
  environment: Environment,
  { selection = {}, wait, repair = false, progress = () => undefined }: VerifyOptions,
): Promise<Outcome[]> {
  const counts = new Map<CapturedTable, [done: number, of: number]>();
  const sum = (place: 0 | 1): number =>
    [...counts.values()].reduce((total, count) => total + count[place], 0);
  const optionsOf = (table: CapturedTable): Options => ({
    ...{ wait, repair },
    progress: (done, of) => {
      counts.set(table, [done, of]);
      progress(sum(0), sum(1));
    },
  });
  const perShard = select(environment, selection).map(async (shard) => {
    const outcomes: Outcome[] = [];
    for (const table of shard.tables)
      outcomes.push(await verifyOne(environment, shard, table, optionsOf(table)));
    return outcomes;
  });
  return (await Promise.all(perShard)).flat();
}

async function verifyOne(
  environment: Environment,
  shard: Shard,
  table: CapturedTable,
  options: Options,
): Promise<Outcome> {
  try {
    return await verifyTable(environment, shard, table, options);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { shard: shard.name, table: table.table, error: (error as Error).message };
  }
}
