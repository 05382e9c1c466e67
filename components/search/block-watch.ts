import { looksBlocked, progress, type Poller } from "./ingestion";

/** Milliseconds without progress after which a poller whose attempts fail counts as blocked. */
const BLOCKED_AFTER = 5000;

/** Gives the pollers that have stopped, or try a message again and again that the mapping does not fit. */
export type BlockWatch = (pollers: readonly Poller[], now: number) => { blocked: Poller[]; quiet: number };

/** Starts a watch over pollers that are looked at now and then. `quiet` is the time in ms since any of them went on. */
export function watchForBlocks(): BlockWatch {
  const seen = new Map<number, { progress: string; since: number }>();
  return (pollers, now) => {
    for (const poller of pollers) {
      const text = progress([poller]);
      if (seen.get(poller.shard)?.progress !== text) seen.set(poller.shard, { progress: text, since: now });
    }
    const quietFor = (shard: number) => now - (seen.get(shard)?.since ?? now);
    return {
      blocked: pollers.filter(
        (poller) => poller.paused || (looksBlocked(poller) && quietFor(poller.shard) > BLOCKED_AFTER),
      ),
      quiet: Math.min(...pollers.map(({ shard }) => quietFor(shard))),
    };
  };
}
