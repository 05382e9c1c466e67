import type { Urls } from "../rest";
import { getPollers } from "./ingestion-client";
import { looksBlocked } from "./ingestion";

/** Milliseconds after which the engine tries a message again. */
const RETRY = 2500;

/**
 * How an index follows its topic: `following`, `paused`, or `blocked` at a message that it cannot take. A message that is tried
 * again is looked at twice: it may be one that just passes.
 */
export async function pollerState(url: Urls, index: string, deadline: number): Promise<string> {
  const first = await getPollers(url, index, deadline);
  const suspects = first.filter((poller) => looksBlocked(poller));
  if (suspects.length > 0) {
    await new Promise((resolve) => setTimeout(resolve, RETRY));
    const second = await getPollers(url, index, deadline);
    const stands = ({ shard, position }: { shard: number; position?: number }) =>
      second.some((poller) => poller.shard === shard && poller.position === position && looksBlocked(poller));
    if (suspects.some(stands)) return "blocked";
  }
  return first.some(({ paused, state }) => paused || state === "PAUSED") ? "paused" : "following";
}
