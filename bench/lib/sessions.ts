import { Table } from "./database";
import { Load } from "./load";
import { Prober } from "./prober";
import type { Contender } from "../contenders/contender";
import type { RunningBench } from "./stack";

/** Milliseconds that a contender has to follow the shards after its start: it may have to read what others wrote. */
const CATCH_UP = 120_000;

/** Milliseconds from one search for what is missing to the next, unless a benchmark needs fewer of them. */
const RESOLUTION = 20;

/** A contender that runs and follows the shards, with what writes to its tables and what searches its indexes. */
export interface Session {
  readonly contender: Contender;
  readonly tables: readonly Table[];
  readonly load: Load;
  readonly prober: Prober;
}

/**
 * Lets a contender run while `work` measures it; it begins when a new row of each shard can be searched. `resolution` is the
 * milliseconds from one search for what is missing to the next.
 */
export async function whileRunning<T>(
  bench: RunningBench,
  contender: Contender,
  work: (session: Session) => Promise<T>,
  resolution = RESOLUTION,
): Promise<T> {
  const tables = bench.shards.map((shard) => new Table(shard, contender.database));
  const prober = new Prober(bench.environment.urls.search, contender.searched, resolution);
  const load = new Load(tables);
  try {
    await contender.start();
    const session = { contender, tables, load, prober };
    await settle(session);
    return await work(session);
  } finally {
    await prober.stop().catch(() => undefined);
    await Promise.all(tables.map((table) => table.close()));
    await contender.stop();
  }
}

/** Waits until everything that was written before can be searched: a row more of each shard can. */
export async function settle({ contender, tables, load, prober }: Session): Promise<void> {
  for (const index of tables.keys()) prober.expect(await load.insertOne(index));
  const deadline = performance.now() + CATCH_UP;
  let missing: number;
  while ((missing = await prober.allSeen(1000)) > 0) {
    // Only of one whose rows are missing: started again and again while the engine was down, another has ended often, and runs.
    const trouble = contender.trouble();
    if (trouble !== undefined) throw new Error(`${contender.name} does not run: ${trouble}`);
    if (performance.now() >= deadline)
      throw new Error(`${contender.name} does not follow ${missing} shards after its start`);
  }
  prober.clear();
}

/** Measures what the contender takes until the function that this gives is called, in percent of one core. */
export async function cpuMeter({ contender }: Session): Promise<() => Promise<Record<string, number>>> {
  const [before, started] = [await contender.usage(), performance.now()];
  return async () => {
    const after = await contender.usage();
    const cpu = Math.round(((after.cpu - before.cpu) * 100_000) / (performance.now() - started));
    return { cpu, memoryMiB: after.memoryMiB };
  };
}
