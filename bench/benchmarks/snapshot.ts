import { compareRows } from "../lib/compare";
import { insertRows, makeDatabase } from "../lib/database";
import { awaitDocuments, type Growth } from "../lib/indexes";
import { inRounds, type Noted } from "../lib/rounds";
import type { RunningBench } from "../lib/stack";
import { inSeconds } from "../lib/statistics";
import type { Contender, Snapshot } from "../contenders/contender";
import type { Benchmark } from "./benchmark";

/** Database of the rows that everybody reads. */
const DATABASE = "snapshots";
const PATIENCE = 3_600_000;
/** Rows of a transaction that fills it. */
const CHUNK = 100_000;

/** A table is there already: how fast can all of it be searched, from the moment that a contender is told to read it. */
export const snapshot: Benchmark = {
  settings: ({ shards, rounds, snapshotRows }) => ({ shards, rounds, rowsPerShard: snapshotRows }),
  run: async ({ bench, contenders, options, keep }) => {
    await fill(bench, options.snapshotRows);
    const url = bench.environment.urls.search;
    await inRounds(
      contenders,
      options.rounds,
      async (contender, notes) => {
        const rows = options.snapshotRows * bench.shards.length;
        const begun: { snapshot?: Snapshot } = {};
        try {
          await notes.measure(`${rows} rows`, () => read(contender, url, rows, begun));
          return notes.compared(await compareRows(url, begun.snapshot?.pairs ?? []));
        } finally {
          await begun.snapshot?.end();
        }
      },
      keep,
    );
  },
};

/** Fills the table of each shard, whose rows stay for the next run. Not by the binlog: a reader of that has nothing to skip. */
async function fill({ stack, shards }: RunningBench, rows: number): Promise<void> {
  await makeDatabase(stack, shards, DATABASE);
  await Promise.all(
    shards.map(async (shard) => {
      const table = `${DATABASE}.products`;
      await stack.unlogged(shard, `GRANT SELECT ON ${table} TO 'debezium'@'%';`);
      if ((await stack.sql(shard.name, `SELECT COUNT(*) FROM ${table};`)) === String(rows)) return;
      await stack.unlogged(shard, `TRUNCATE ${table};`);
      for (let from = 0; from < rows; from += CHUNK)
        await stack.unlogged(shard, insertRows(table, from + 1, Math.min(rows, from + CHUNK)));
    }),
  );
}

async function read(
  contender: Contender,
  url: string,
  rows: number,
  begun: { snapshot?: Snapshot },
): Promise<Noted> {
  const started = performance.now();
  begun.snapshot = await contender.snapshot(DATABASE);
  const growth = await awaitDocuments(url, begun.snapshot.pairs, rows, PATIENCE);
  const { memoryMiB } = await contender.usage();
  return { figures: { ...ratesOf(growth, started), memoryMiB } };
}

/** The rate from the start, and when the first documents were seen. Pure. */
export function ratesOf(growth: readonly Growth[], started: number): Record<string, number> {
  const [first, last] = [growth.find(({ documents }) => documents > 0), growth.at(-1)];
  if (!first || !last) throw new Error("there are no documents");
  return {
    rowsPerSecond: Math.round((last.documents * 1000) / Math.max(1, last.at - started)),
    firstSeconds: inSeconds(first.at - started),
    seconds: inSeconds(last.at - started),
  };
}
