import { failureTrace, stateOf } from "../connect/rules";
import { causeOf } from "./causes";
import type { Observation, SeenConnector, SeenSeries, Seen } from "./observation";
import { topicConditions, topicSubject, type Ends } from "./topic-conditions";
import type { WatchedShard } from "./settings";

/** What starts a part again. */
export type Act = { restart: string } | { resume: string };

/** How one part of a stack does. */
export interface Condition {
  shard: string;
  /** `connector 'x'`, `index 'x'`, `topic 'x'`. */
  subject: string;
  /** `unknown`: nobody can say now. `restart`: `act` may cure it. `ill`: only a person can. */
  verdict: "well" | "unknown" | "restart" | "ill";
  cause?: string;
  remedy?: string;
  act?: Act;
  /** Milliseconds for which it must last before anything is done or said. Default 0. */
  patience?: number;
}

/** The command that brings a shard back. */
export function recoverCommand(shard: string): string {
  return `npm run recover -- ${shard}`;
}

const REFRESH = "npm run pulumi -- up --refresh";
const MINUTE = 60_000;

/** Judges what was seen. `ends`: the highest that were ever seen. Pure. */
export function conditions(
  shards: readonly WatchedShard[],
  observation: Observation,
  ends: Ends,
): Condition[] {
  return shards.flatMap((shard) => {
    const connector = observation.connectors[shard.connector];
    const own = connector === undefined ? [] : [connectorCondition(shard, connector)];
    const topics = topicConditions(shard, observation, ends);
    const indexes = shard.indexes.flatMap(({ series, topic }) => {
      const seen = observation.series[series];
      const lost = topics.some(
        ({ subject, verdict }) => subject === topicSubject(topic) && verdict === "ill",
      );
      return seen === undefined ? [] : [unlessLost(seriesCondition(shard.name, series, seen), lost)];
    });
    return [...own, ...indexes, ...topics];
  });
}

function connectorCondition({ name: shard, connector, state }: WatchedShard, seen: SeenConnector): Condition {
  const about = { shard, subject: `connector '${connector}'` };
  if ("error" in seen) return { ...about, verdict: "unknown", cause: seen.error };
  // Paused or stopped because the stack says so: whatever it shows then is nothing to heal.
  if (state !== "running") return { ...about, verdict: "well" };
  if (!seen.seen) {
    const cause = "Connect has no connector of that name";
    return { ...about, verdict: "ill", cause, remedy: REFRESH, patience: MINUTE / 2 };
  }
  const now = stateOf(seen.seen);
  if (now === "running") return { ...about, verdict: "well" };
  if (now === "failed") return failed(about, connector, failureTrace(seen.seen));
  const cause = now === "starting" ? "it does not come to run" : `it was ${now} by hand`;
  const remedy = now === "starting" ? "see Connect's log" : REFRESH;
  return { ...about, verdict: "ill", cause, remedy, patience: MINUTE / 2 };
}

function failed(about: { shard: string; subject: string }, connector: string, trace: string): Condition {
  const { cause, cure, remedy } = causeOf(trace);
  if (cure === "restart") return { ...about, verdict: "restart", cause, remedy, act: { restart: connector } };
  return { ...about, verdict: "ill", cause, remedy: remedy ?? recoverCommand(about.shard) };
}

/** A poller is paused for a moment when another index takes over, or passes a message that is left out. */
const MOMENT = 15_000;
const TAKE_OVER = 2 * MINUTE;

/** A poller whose topic was made anew pauses by itself, again after each resumption. */
function unlessLost(condition: Condition, lost: boolean): Condition {
  return lost && condition.act ? { ...condition, verdict: "ill", act: undefined } : condition;
}

function seriesCondition(shard: string, series: string, seen: Seen<SeenSeries>): Condition {
  if ("error" in seen) return { shard, subject: `index '${series}'`, verdict: "unknown", cause: seen.error };
  const { index, generations, pollers, blocked, readOnly } = seen.seen;
  if (index === undefined) {
    const ill = { verdict: "ill", cause: "the search engine has no index of it", remedy: REFRESH } as const;
    return { shard, subject: `index '${series}'`, ...ill, patience: MINUTE / 2 };
  }
  const about = { shard, subject: `index '${series}'` };
  const patience = generations > 1 ? TAKE_OVER : MOMENT;
  if (readOnly) {
    const cause = "the search engine's disk is full, and it lets nothing be written";
    return { ...about, verdict: "ill", cause, remedy: "make room on the disk; it goes on by itself" };
  }
  if (pollers.some(({ paused, state }) => paused || state === "PAUSED")) {
    const cause = "its poller is paused";
    return {
      ...about,
      verdict: "restart",
      cause,
      remedy: recoverCommand(shard),
      act: { resume: index },
      patience,
    };
  }
  const [poller] = blocked;
  if (poller) {
    const place = `partition ${poller.shard}, offset ${poller.position ?? "unknown"} or later`;
    const cause = `it waits at a message that it cannot take (${place})`;
    // An engine that is too busy refuses a message for some seconds, too.
    return { ...about, verdict: "ill", cause, remedy: recoverCommand(shard), patience: MOMENT };
  }
  return { ...about, verdict: "well" };
}
