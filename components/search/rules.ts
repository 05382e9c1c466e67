/** How the pollers of an index do, all its shards together. */
export interface Ingestion {
  /** A poller has stopped: by hand, or at a message that it cannot index. */
  paused: boolean;
  /** Every poller waits for messages; none is busy or still starting. */
  idle: boolean;
  /** Messages of the topic not yet fetched, as of the last update (once a second). */
  lag: number;
  polled: number;
  processed: number;
  failed: number;
}

/** Milliseconds within which the engine learns how far a poller is behind (`pointer_based_lag_update_interval`). */
export const LAG_UPDATE_INTERVAL = 1000;

/** Whether every fetched message is processed and none is left to fetch. */
export function hasCaughtUp({ idle, lag, polled, processed }: Ingestion): boolean {
  return idle && lag === 0 && processed >= polled;
}

/** How far the pollers have come, as a text that changes with every step forward; attempts that failed are none. */
export function progress({ lag, polled, processed, failed }: Ingestion): string {
  return `${processed - failed} of ${polled} fetched messages indexed, ${lag} not yet fetched`;
}

/** Milliseconds without progress after which an index whose attempts fail counts as blocked. */
const BLOCKED_AFTER = 5000;

/**
 * Whether the index cannot go on by itself: its poller has stopped, or tries a message again and again that the mapping
 * does not fit. `quiet`: milliseconds since the last progress.
 */
export function isBlocked({ paused, failed }: Ingestion, quiet: number): boolean {
  return paused || (failed > 0 && quiet > BLOCKED_AFTER);
}
