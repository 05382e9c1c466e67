/** How the poller of one shard of an index does; it reads the partition of the same number. */
export interface Poller {
  shard: number;
  /** It was told to stop: by hand, or by itself at a message that it cannot read. */
  paused: boolean;
  /** `POLLING` while it waits for messages, `PROCESSING`, `PAUSED`, or a state before or after these. */
  state: string;
  /** Messages of the partition not yet fetched, as of the last update (once a second); -1 while not known. */
  lag: number;
  polled: number;
  processed: number;
  /** Attempts that failed; one message is tried again and again. */
  failed: number;
  /** Messages that it could not read; it stops at the first. */
  unreadable: number;
  /** Offset of the last message that was begun; undefined before the first. */
  position?: number;
}

/** Milliseconds within which the engine learns how far a poller is behind (`pointer_based_lag_update_interval`). */
export const LAG_UPDATE_INTERVAL = 1000;

/**
 * Milliseconds for which the broker keeps a fetch that finds nothing (`fetch.max.wait.ms`); what is written meanwhile it gives away
 * at once. With Kafka's default of 0.5 s these fetches are a quarter of what broker and engine do at rest. A poller that waits sees
 * a pause, and the engine a new lag, so much later: no longer than nothing new comes.
 */
export const FETCH_WAIT = 2000;

/** Milliseconds after which a lag is surely one that the engine has asked for since. */
const LAG_IS_NEW_AFTER = 2 * LAG_UPDATE_INTERVAL + FETCH_WAIT;

/** Messages that a poller that keeps up may be behind: one fetch. */
const NEAR = 2000;

/**
 * Starts a watch that tells whether pollers have indexed what their partitions held when it first knew where they end. What is written
 * later is not waited for: under steady writes there is always something left. The end is at most
 * {@link LAG_UPDATE_INTERVAL} old, like the lag that tells it.
 */
export function watchForEnds(): (pollers: readonly Poller[]) => boolean {
  const ends = new Map<number, number>();
  return (pollers) => {
    for (const poller of pollers) {
      const { shard, position, lag } = poller;
      if (ends.has(shard) || position === undefined || lag < 0) continue;
      ends.set(shard, position + notIndexed(poller) + lag);
    }
    return (
      pollers.length > 0 &&
      pollers.every(
        (poller) => rests(poller) || (poller.position ?? 0) > (ends.get(poller.shard) ?? Infinity),
      )
    );
  };
}

/** Whether nothing is left to fetch, and nothing that was fetched left to index. */
function rests(poller: Poller): boolean {
  return poller.state === "POLLING" && poller.lag === 0 && hasIndexedAll(poller);
}

/** Whether every fetched message is indexed. */
function hasIndexedAll(poller: Poller): boolean {
  return notIndexed(poller) <= 0;
}

/** How many fetched messages are not indexed yet. An attempt that failed counts as processed too. */
function notIndexed({ polled, processed, failed }: Poller): number {
  return polled - (processed - failed);
}

/** Whether the pollers keep up, also while rows are written all the time: little is left to fetch and nothing is in the way. */
export function isNear(pollers: readonly Poller[]): boolean {
  return (
    pollers.length > 0 &&
    pollers.every(
      (poller) => !poller.paused && poller.lag >= 0 && poller.lag <= NEAR && !looksBlocked(poller),
    )
  );
}

/** How many messages were fetched, of all partitions together. */
export function polledCount(pollers: readonly Poller[]): number {
  return pollers.reduce((total, { polled }) => total + polled, 0);
}

/** How far the pollers have come, as a text that changes with every step forward; attempts that failed are none. */
export function progress(pollers: readonly Poller[]): string {
  const sum = (pick: (poller: Poller) => number) =>
    pollers.reduce((total, poller) => total + pick(poller), 0);
  return `${sum((p) => p.processed - p.failed)} of ${sum((p) => p.polled)} fetched messages indexed, ${sum((p) => Math.max(p.lag, 0))} not yet fetched`;
}

/** Whether a poller may wait at a message that it cannot index: it fetched more than it indexed, and attempts failed. */
export function looksBlocked(poller: Poller): boolean {
  return (poller.failed > 0 && !hasIndexedAll(poller)) || (poller.paused && poller.unreadable > 0);
}

/** Whether pollers that were paused have come to rest: nothing that they fetched is still on its way. */
export function hasSettled(before: readonly Poller[], pollers: readonly Poller[]): boolean {
  return pollers.every((poller) => {
    const done = poller.state === "PAUSED" && hasIndexedAll(poller);
    const last = before.find(({ shard }) => shard === poller.shard);
    return poller.paused && (done || (looksBlocked(poller) && poller.position === last?.position));
  });
}

/**
 * Whether each of `pollers` is past every message that its counterpart in `others`, which rests, has begun. `rested`:
 * milliseconds for which they have been at rest.
 */
export function hasReached(pollers: readonly Poller[], others: readonly Poller[], rested: number): boolean {
  return others.every(({ shard, position }) => {
    const own = pollers.find((poller) => poller.shard === shard);
    if (!own) return false;
    const done = hasIndexedAll(own);
    const at = own.position ?? -1;
    if (position === undefined || at > position || (at === position && own.polled > 0 && done)) return true;
    // A poller that was set to an offset shows it before it has begun anything there. Its lag is then new enough.
    return rested > LAG_IS_NEW_AFTER && own.lag === 0 && done;
  });
}

/**
 * The same pollers at rest, with a position that their topic has. One that stands behind the end had another topic of that name:
 * what is there now is all that there is to reach. `rested` as above: the lag must be newer.
 */
export function withinTopic(
  others: readonly Poller[],
  pollers: readonly Poller[],
  rested: number,
): readonly Poller[] {
  if (rested <= LAG_IS_NEW_AFTER) return others;
  return others.map((other) => {
    const own = pollers.find(({ shard }) => shard === other.shard);
    if (own?.position === undefined || own.lag < 0 || !hasIndexedAll(own)) return other;
    const end = own.position + own.lag;
    return other.position !== undefined && other.position > end ? { ...other, position: end } : other;
  });
}
