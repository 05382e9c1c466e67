import type { Ingestion } from "./client";

/** Milliseconds within which the engine learns how far a poller is behind (`pointer_based_lag_update_interval`). */
export const LAG_UPDATE_INTERVAL = 1000;

/** Whether every fetched message is processed and none is left to fetch. */
export function hasCaughtUp({ idle, lag, polled, processed }: Ingestion): boolean {
  return idle && lag === 0 && processed >= polled;
}
