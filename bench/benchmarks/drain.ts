import { awaitDocuments } from "../lib/indexes";
import type { Noted } from "../lib/rounds";
import { cpuMeter, type Session } from "../lib/sessions";
import { inSeconds } from "../lib/statistics";
import type { Pair } from "../lib/compare";
import type { Benchmark } from "./benchmark";
import { firstLoad, inSessions } from "./in-sessions";

const PATIENCE = 1_200_000;

/** Many rows are inserted as fast as MySQL takes them: how fast can all of them be searched. */
export const drain: Benchmark = {
  settings: ({ shards, rounds, warmUp, rows }) => ({ shards, rounds, warmUp, rows }),
  run: async (work) => {
    const { bench, options } = work;
    const warm = firstLoad(options.warmUp);
    await inSessions(work, async (session, notes) => {
      await warm(session);
      const { pairs } = session.contender;
      await notes.measure(`${options.rows} rows`, () =>
        drained(session, bench.environment.urls.search, pairs, options.rows),
      );
    });
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
  const took = (growth.at(-1)?.at ?? 0) - started;
  return {
    figures: {
      rowsPerSecond: Math.round((perShard * tables.length) / (took / 1000)),
      seconds: inSeconds(took),
      writeSeconds: inSeconds(written - started),
      ...(await usage()),
    },
  };
}
