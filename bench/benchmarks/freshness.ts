import { setTimeout as pause } from "node:timers/promises";
import { untilDone, type Noted, type Notes } from "../lib/rounds";
import { latencies, percentile } from "../lib/statistics";
import { cpuMeter, settle, type Session } from "../lib/sessions";
import type { Benchmark } from "./benchmark";
import { FIRST_RATE, inSessions, SEED } from "./in-sessions";
import type { Options } from "./options";

/** Seconds of each load before what is measured. */
const WARM_UP = 15;
/** Milliseconds that a row may take. */
const PATIENCE = 120_000;
/** A contender that needs longer for one of a hundred changes, or holds the writer up, gets no higher rate. */
const SATURATED = { p99: 10_000, rate: 0.85 };

/** Commit to searchable: one row at a time, then under steady loads. */
export const freshness: Benchmark = {
  settings: ({ shards, rounds, warmUp, seconds, rates, idle }) => ({
    ...{ shards, rounds, warmUp, seconds, rates, idle },
  }),
  run: async (work) => {
    const { options } = work;
    const warm = untilDone(warmUp);
    await inSessions(work, async (session, notes) => {
      await session.load.seed(SEED);
      await settle(session);
      await warm(session, options.warmUp, notes);
      await notes.measure("idle", () => idle(session, options.idle));
      await rates(session, options, notes);
    });
  },
};

/** The first load of a new stack, minute by minute. */
async function warmUp(session: Session, minutes: number, notes: Notes): Promise<void> {
  for (let minute = 1; minute <= minutes; minute += 1)
    await notes.measure(`new, minute ${minute}`, () => atRate(session, FIRST_RATE, 60));
}

async function rates(session: Session, options: Options, notes: Notes): Promise<void> {
  for (const rate of options.rates) {
    const { figures } = await notes.measure(`${rate}/s`, async () => {
      await session.load.write(rate, WARM_UP, () => undefined);
      return await atRate(session, rate, options.seconds);
    });
    const { p99 = 0, written = 0, unseen = 0 } = figures;
    if (p99 > SATURATED.p99 || unseen > 0 || written < SATURATED.rate * rate) return;
  }
}

/** Inserts one row after the other, each a moment after the one before it was seen. */
async function idle(session: Session, count: number): Promise<Noted> {
  const { load, prober } = session;
  prober.clear();
  const usage = await cpuMeter(session);
  for (let n = 0; n < count; n += 1) {
    // Not in step with anything that ticks.
    await pause(200 + 200 * Math.random());
    prober.expect(await load.insertOne(n));
    if ((await prober.allSeen(PATIENCE)) > 0) throw new Error("a row did not appear within two minutes");
  }
  return { figures: { ...figuresOf(session), ...(await usage()) } };
}

async function atRate(session: Session, rate: number, seconds: number): Promise<Noted> {
  const { load, prober } = session;
  prober.clear();
  const usage = await cpuMeter(session);
  const written = await load.write(rate, seconds, (change) => {
    prober.expect(change);
  });
  const cpu = await usage();
  const unseen = await prober.allSeen(PATIENCE);
  const figures = { ...figuresOf(session), written: written.rate, unseen, ...cpu };
  return { figures: { ...figures, harnessDelay: written.harnessDelay } };
}

function figuresOf({ prober: { samples, intervals } }: Session): Record<string, number> {
  const times = (kind?: string): number[] =>
    samples
      .filter((one) => kind === undefined || one.kind === kind)
      .map((one) => one.visible - one.committed);
  const kinds = ["insert", "update", "delete"].filter((kind) => times(kind).length > 0);
  return {
    ...latencies(times()),
    samples: samples.length,
    ...Object.fromEntries(kinds.map((kind) => [`${kind}P50`, latencies(times(kind)).p50])),
    resolution: intervals.length === 0 ? 0 : Math.round(percentile(intervals, 0.5)),
  };
}
