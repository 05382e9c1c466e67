import type { Condition } from "./conditions";

/** One thing that the watcher did or found out, for the log. */
export interface HealingRecord {
  at: string;
  shard: string;
  subject: string;
  event: "restarted" | "resumed" | "gave up" | "needs a person" | "well again";
  /** Number of the restart, or how many there were. */
  restarts: number;
  cause?: string;
  remedy?: string;
}

/** Something that is not well now. */
export interface Finding {
  shard: string;
  subject: string;
  state: "is healed" | "gave up" | "needs a person" | "unknown";
  since: string;
  restarts: number;
  /** When it is started again, if it is not well by then. */
  next?: string;
  cause?: string;
  remedy?: string;
}

/** `remedy` is told only with what a person has to do. */
export function recordOf(
  { shard, subject, cause, remedy }: Condition,
  event: HealingRecord["event"],
  restarts: number,
  now: number,
): HealingRecord {
  const told = event === "gave up" || event === "needs a person" ? remedy : undefined;
  return { at: time(now), shard, subject, event, restarts, cause, remedy: told };
}

/** @param next - when it is started again, in milliseconds since the epoch. */
export function findingOf(
  { shard, subject, cause, remedy }: Condition,
  state: Finding["state"],
  { since, restarts }: { since: number; restarts: number },
  next?: number,
): Finding {
  return {
    shard,
    subject,
    state,
    since: time(since),
    restarts,
    next: next === undefined ? undefined : time(next),
    cause,
    remedy,
  };
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
