import type { Urls } from "../rest";
import { request } from "./client";
import type { Poller } from "./ingestion";

// https://docs.opensearch.org/latest/api-reference/index-apis/pull-based-ingestion-management/

/** Answer to `GET /<index>/ingestion/_state`. */
export interface IngestionState {
  ingestion_state: Record<
    string,
    {
      shard: number;
      poller_state: string;
      poller_paused: boolean;
      batch_start_pointer?: string;
      is_primary?: boolean;
    }[]
  >;
}

interface PollingStats {
  consumer_stats: {
    pointer_based_lag: number;
    total_polled_count: number;
    total_poller_message_failure_count?: number;
  };
  message_processor_stats: { total_processed_count: number; total_failed_count: number };
}

/** Answer to `GET /<index>/_stats?level=shards`, as far as it is read. */
export interface IngestionStats {
  indices?: Record<
    string,
    { shards: Record<string, { routing: { primary: boolean }; polling_ingest_stats?: PollingStats }[]> }
  >;
}

/** The pollers of an index, one for each shard. */
export async function getPollers(url: Urls, index: string, deadline: number): Promise<Poller[]> {
  const what = `read the ingestion of index '${index}'`;
  const get = (path: string) => request(url, { method: "GET", path }, what, deadline);
  const state = await get(`/${index}/ingestion/_state`);
  const stats = await get(`/${index}/_stats?level=shards`);
  return readPollers(index, state as IngestionState, stats as IngestionStats);
}

/** Puts together what the engine says of an index in two answers, which may be about several. Pure. */
export function readPollers(index: string, state: IngestionState, stats: IngestionStats): Poller[] {
  const copies = stats.indices?.[index]?.shards ?? {};
  return (state.ingestion_state[index] ?? [])
    .filter(({ is_primary }) => is_primary !== false)
    .map((poller) => {
      const primary = copies[poller.shard]?.find(({ routing }) => routing.primary)?.polling_ingest_stats;
      const offset = /\d+/.exec(poller.batch_start_pointer ?? "")?.[0];
      return {
        shard: poller.shard,
        paused: poller.poller_paused,
        state: poller.poller_state,
        lag: primary?.consumer_stats.pointer_based_lag ?? -1,
        polled: primary?.consumer_stats.total_polled_count ?? 0,
        processed: primary?.message_processor_stats.total_processed_count ?? 0,
        unreadable: primary?.consumer_stats.total_poller_message_failure_count ?? 0,
        failed: primary?.message_processor_stats.total_failed_count ?? 0,
        ...(offset === undefined ? {} : { position: Number(offset) }),
      };
    });
}

export async function pauseIngestion(url: Urls, index: string, deadline: number): Promise<void> {
  const call = { method: "POST", path: `/${index}/ingestion/_pause` } as const;
  await request(url, call, `pause the ingestion of index '${index}'`, deadline);
}

/** Lets the pollers of an index go on; that of `from.shard` at `from.offset`, where it must be paused. */
export async function resumeIngestion(
  url: Urls,
  index: string,
  deadline: number,
  from?: { shard: number; offset: number },
): Promise<void> {
  const body = from && {
    reset_settings: [{ shard: from.shard, mode: "offset", value: String(from.offset) }],
  };
  const call = { method: "POST", path: `/${index}/ingestion/_resume`, body } as const;
  await request(url, call, `resume the ingestion of index '${index}'`, deadline);
}
