import type { ConnectorStatus } from "../connect/client";
import { currentGeneration, generationNumber } from "../search/generations";
import type { Seen, SeenSeries } from "./observation";
import type { WatchedShard } from "./settings";

type WatchedIndex = WatchedShard["indexes"][number];
type LiveIndexes = Record<
  string,
  { aliases?: object; settings?: { index?: { blocks?: { read_only_allow_delete?: string } } } }
>;

// A request line may have 4 KiB (http.max_initial_line_length).
const INDEXES_AT_ONCE = 20;
// The id of an index is asked for so that none is left out of the answer for having neither alias nor block.
const SHOWN =
  "expand_wildcards=all&filter_path=*.aliases,*.settings.index.uuid,*.settings.index.blocks.read_only_allow_delete";
const STATS = ["routing.primary", "polling_ingest_stats"].map((key) => `indices.*.shards.*.${key}`).join();

export const NO_ANSWER = { error: "no answer" };

/** Where the states of all connectors are asked for, for `statusIn`. */
export function statusesUrl(connectUrl: string): string {
  return `${connectUrl}/connectors?expand=status`;
}

/** Where the generations of these indexes are asked for, for `seriesIn`: one URL for each chunk (`inChunks`). */
export function indexUrls(searchUrl: string, indexes: readonly WatchedIndex[]): string[] {
  return inChunks(indexes).map(
    (chunk) => `${searchUrl}/${chunk.map(({ series }) => `${series}-*`).join()}?${SHOWN}`,
  );
}

/** Where the pollers of these indexes are asked for: two URLs for each chunk, their states and their numbers. */
export function pollerUrls(searchUrl: string, serving: readonly string[]): string[] {
  return inChunks(serving).flatMap((names) => [
    `${searchUrl}/${names.join()}/ingestion/_state?size=5000`,
    `${searchUrl}/${names.join()}/_stats?level=shards&filter_path=${STATS}`,
  ]);
}

/** The state of a connector; undefined if there is no such connector. */
export function statusIn(all: Seen<unknown>, connector: string): Seen<ConnectorStatus | undefined> {
  if ("error" in all) return all;
  return { seen: (all.seen as Record<string, { status: ConnectorStatus } | undefined>)[connector]?.status };
}

/** The generations of an index, and which of them serves; how its pollers do is not in this answer. */
export function seriesIn(all: Seen<unknown>, { series, alias }: WatchedIndex): Seen<SeenSeries> {
  if ("error" in all) return all;
  const generations = Object.entries(all.seen as LiveIndexes)
    .filter(([name]) => generationNumber(series, name) !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { aliases = {}, settings }]) => ({ name, aliases: Object.keys(aliases), settings }));
  const index = currentGeneration(generations, alias, {})?.name;
  const { blocks } = generations.find(({ name }) => name === index)?.settings?.index ?? {};
  const readOnly = blocks?.read_only_allow_delete === "true";
  return { seen: { index, generations: generations.length, pollers: [], blocked: [], readOnly } };
}

/** As many at once as one request line can name. */
export function inChunks<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / INDEXES_AT_ONCE);
  return Array.from({ length: count }, (_, i) => items.slice(i * INDEXES_AT_ONCE, (i + 1) * INDEXES_AT_ONCE));
}
