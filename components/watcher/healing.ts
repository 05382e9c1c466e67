import type { Act, Condition } from "./conditions";
import { findingOf, recordOf, type Finding, type HealingRecord } from "./records";

/** What is remembered of a part that is not well, or was not until lately. */
export interface Episode {
  /** Milliseconds since the epoch, as all times here: since when it is ill. */
  since: number;
  restarts: number;
  lastRestart?: number;
  /** Since when it is well again. */
  wellSince?: number;
  /** What was last recorded of it. */
  told?: string;
}

/** Episodes by subject. */
export type Episodes = Readonly<Record<string, Episode>>;

export interface Decision {
  episodes: Episodes;
  acts: Act[];
  records: HealingRecord[];
  findings: Finding[];
}

export interface Policy {
  maxRestarts: number;
  /** Milliseconds; the nth restart comes (n² + n) units after the one before. */
  unit: number;
}

/** Strimzi's back-off (https://strimzi.io/docs/operators/latest/deploying#con-connector-restart) counts in minutes. */
export const UNIT = 10_000;

/** Milliseconds from one restart to the next: 0, 2, 6, 12, 20, 30, 42, 56 units. */
export function delay(restarts: number, unit: number): number {
  return unit * (restarts * restarts + restarts);
}

/** Decides what to do about all parts, and what to remember and to tell. Pure. */
export function heal(
  conditions: readonly Condition[],
  before: Episodes,
  policy: Policy,
  now: number,
): Decision {
  const decision: Required<Decision> = { episodes: {}, acts: [], records: [], findings: [] };
  const episodes: Record<string, Episode> = {};
  for (const condition of conditions) {
    const { subject, verdict } = condition;
    const episode = before[subject];
    const next =
      verdict === "well" ? rest(condition, episode, policy, now) : suffer(condition, episode, policy, now);
    if (next.episode) episodes[subject] = next.episode;
    decision.acts.push(...(next.act ? [next.act] : []));
    decision.records.push(...(next.record ? [next.record] : []));
    decision.findings.push(...(next.finding ? [next.finding] : []));
  }
  return { ...decision, episodes };
}

interface Turn {
  episode?: Episode;
  act?: Act;
  record?: HealingRecord;
  finding?: Finding;
}

/** Well: its restarts are forgotten when that lasts as long as the next one would have been waited for. */
function rest(condition: Condition, episode: Episode | undefined, policy: Policy, now: number): Turn {
  if (!episode) return {};
  const wellSince = episode.wellSince ?? now;
  const told = episode.told !== undefined && episode.wellSince === undefined;
  const record = told ? recordOf(condition, "well again", episode.restarts, now) : undefined;
  const lasting = now - wellSince >= Math.max(delay(episode.restarts, policy.unit), 6 * policy.unit);
  return lasting || episode.restarts === 0
    ? { record }
    : { record, episode: { ...episode, wellSince, told: undefined } };
}

function suffer(condition: Condition, before: Episode | undefined, policy: Policy, now: number): Turn {
  const { wellSince, ...known } = before ?? { since: now, restarts: 0 };
  const episode: Episode = wellSince === undefined ? known : { ...known, since: now };
  const { verdict, act, cause, patience = 0 } = condition;
  if (verdict === "unknown")
    return {
      episode: before,
      finding: cause === undefined ? undefined : findingOf(condition, "unknown", episode),
    };
  const ripe = episode.since + patience;
  if (verdict === "restart" && act && episode.restarts < policy.maxRestarts) {
    const due = Math.max(ripe, (episode.lastRestart ?? 0) + delay(episode.restarts, policy.unit));
    if (now < due) return { episode, finding: findingOf(condition, "is healed", episode, due) };
    return restart(condition, act, episode, policy, now);
  }
  if (now < ripe) return { episode };
  const state = verdict === "restart" ? "gave up" : "needs a person";
  const told = `${state}: ${cause ?? ""}`;
  return {
    episode: { ...episode, told },
    finding: findingOf(condition, state, episode),
    record: told === episode.told ? undefined : recordOf(condition, state, episode.restarts, now),
  };
}

function restart(condition: Condition, act: Act, before: Episode, policy: Policy, now: number): Turn {
  const restarts = before.restarts + 1;
  const event = "restart" in act ? "restarted" : "resumed";
  const episode = { ...before, restarts, lastRestart: now, told: event };
  const next = restarts < policy.maxRestarts ? now + delay(restarts, policy.unit) : undefined;
  const finding = findingOf(condition, "is healed", episode, next);
  return { episode, act, finding, record: recordOf(condition, event, restarts, now) };
}
