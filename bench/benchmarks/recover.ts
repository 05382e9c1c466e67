import { setTimeout as pause } from "node:timers/promises";
import type { Contender } from "../contenders/contender";
import { kill } from "../../operations/chaos/engine";
import type { Sample } from "../lib/prober";
import type { Noted } from "../lib/rounds";
import { settle, type Session } from "../lib/sessions";
import { inSeconds } from "../lib/statistics";
import type { RunningBench } from "../lib/stack";
import type { Benchmark } from "./benchmark";
import { firstLoad, inSessions, SEED } from "./in-sessions";

const RATE = 500;
/** Seconds of load before each kill: what was killed before has compiled most of what it runs. */
const BEFORE = 45;
const PATIENCE = 180_000;
/**
 * Milliseconds between two searches: who asks whether something takes longer than a second need not look each 20 ms, which takes a
 * fifth of a processor from what comes back (the search engine alone).
 */
const RESOLUTION = 100;
/** A row that takes longer, in ms, is behind. */
const BEHIND = 1000;

/** What is killed under load, and when everything that was committed can be searched as fast as before. */
export const recover: Benchmark = {
  settings: ({ shards, rounds, warmUp, seconds }) => ({
    ...{ shards, rounds, warmUp, seconds },
    ...{ rate: RATE, before: BEFORE, behind: BEHIND, resolution: RESOLUTION },
  }),
  run: async (work) => {
    const { bench, options } = work;
    const warm = firstLoad(options.warmUp);
    await inSessions(
      work,
      async (session, notes) => {
        await session.load.seed(SEED);
        await warm(session);
        for (const [part, act] of killsOf(bench, session.contender)) {
          await settle(session);
          await notes.measure(`${part} killed`, () => killed(session, act, options.seconds));
        }
      },
      { wait: PATIENCE, resolution: RESOLUTION },
    );
  },
};

type Kill = () => Promise<void>;

/** The parts of a contender that can be killed: of each, what it shares with the others, and its reader. */
function killsOf({ containers, shards }: RunningBench, contender: Contender): [string, Kill][] {
  const container = (part: string, name: string | undefined): [string, Kill] => [
    part,
    () => kill([name ?? ""]),
  ];
  const broker = contender.name === "shardview" ? [container("kafka", containers["kafka"])] : [];
  return [
    ["reader", () => contender.kill()],
    ...broker,
    container("search", containers["search"]),
    container("mysql", shards[0]?.container),
  ];
}

async function killed({ load, prober }: Session, act: Kill, seconds: number): Promise<Noted> {
  prober.clear();
  const writing = load.write(RATE, BEFORE + seconds, (change) => {
    prober.expect(change);
  });
  await pause(BEFORE * 1000);
  const at = performance.now();
  await act();
  const written = await writing;
  const unseen = await prober.allSeen(PATIENCE);
  const late = lateness(prober.samples, at);
  return { figures: { ...late, written: written.rate, refused: written.refused, unseen } };
}

/**
 * What a kill did, in seconds. `backlog`: from the kill to the end of the longest stretch in which something was missing that had been
 * committed more than a second before. `caughtUp`: until the last change was seen that took so long, also one that came after the
 * backlog, when processors were short. `longest`: that one change took. Pure.
 */
export function lateness(
  samples: readonly Sample[],
  killedAt: number,
): Record<"backlog" | "caughtUp" | "longest", number> {
  const late = samples
    .map(({ committed, visible }) => ({ from: committed + BEHIND, until: visible }))
    .filter(({ from, until }) => until > killedAt && until > from);
  const stretches = stretchesOf(late);
  const backlog = stretches.reduce((a, b) => (b.until - b.from > a.until - a.from ? b : a), {
    from: killedAt,
    until: killedAt,
  });
  const last = stretches.at(-1)?.until ?? killedAt;
  const longest = Math.max(0, ...samples.map(({ committed, visible }) => visible - committed));
  return {
    backlog: inSeconds(backlog.until - killedAt),
    caughtUp: inSeconds(last - killedAt),
    longest: inSeconds(longest),
  };
}

interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** Makes one of what overlaps, in the order of time. */
function stretchesOf(times: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  for (const time of times.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (!last || time.from > last.until) joined.push(time);
    else joined[joined.length - 1] = { from: last.from, until: Math.max(last.until, time.until) };
  }
  return joined;
}
