import { compareRows } from "../lib/compare";
import { awaitDocuments } from "../lib/indexes";
import { inRounds, type Noted } from "../lib/rounds";
import { whileRunning, type Session } from "../lib/sessions";
import type { Pair } from "../lib/compare";
import type { Benchmark } from "./benchmark";
import { cpuMeter } from "./freshness";

const PATIENCE = 1_200_000;

/** Many rows are inserted as fast as MySQL takes them: how fast can all of them be searched. */
export const drain: Benchmark = {
  settings: ({ shards, rounds, rows }) => ({ shards, rounds, rows }),
  run: async ({ bench, contenders, options, keep }) => {
    const url = bench.environment.urls.search;
    await inRounds(
      contenders,
      options.rounds,
      async (contender, notes) =>
        await whileRunning(bench, contender, async (session) => {
          await notes.measure(`${options.rows} rows`, () =>
            drained(session, url, contender.pairs, options.rows),
          );
          return notes.compared(await compareRows(url, contender.pairs));
        }),
      keep,
    );
  },
};

async function drained(session: Session, url: string, pairs: readonly Pair[], rows: number): Promise<Noted> {
  const { tables } = session;
  const before = (await awaitDocuments(url, pairs, 0, PATIENCE)).at(-1)?.documents ?? 0;
  const perShard = Math.ceil(rows / tables.length);
  const run = `drain${Date.now().toString(36)}`;
  const usage = await cpuMeter(session);
  const started = performance.now();
  const writing = Promise.all(tables.map((table) => table.insertMany(run, perShard)));
  const [growth, written] = await Promise.all([
    awaitDocuments(url, pairs, before + perShard * tables.length, PATIENCE),
    writing.then(() => performance.now()),
  ]);
  const seconds = ((growth.at(-1)?.at ?? 0) - started) / 1000;
  return {
    figures: {
      rowsPerSecond: Math.round((perShard * tables.length) / seconds),
      seconds: Math.round(seconds * 10) / 10,
      writeSeconds: Math.round((written - started) / 100) / 10,
      ...(await usage()),
    },
  };
}
