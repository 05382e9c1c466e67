import { ask, expectStatus, type Answer, type Server, type Urls } from "../rest";
import type { Ingestion } from "./rules";
import type { IndexDefinition } from "./settings";

const engine: Server = {
  name: "the search engine",
  reason: reasonOf,
  passing: ({ status }) => [429, 503].includes(status),
};

/** Creates or replaces the pipeline and creates the index; an index that is already there is left as it is. */
export async function createIndex(
  url: Urls,
  index: string,
  definition: IndexDefinition,
  deadline: number,
): Promise<void> {
  const pipeline = {
    method: "PUT",
    path: `/_ingest/pipeline/${index}`,
    body: definition.pipeline,
  } as const;
  expectStatus(engine, await ask(engine, url, pipeline, deadline), [200], `create the pipeline '${index}'`);
  const answer = await ask(
    engine,
    url,
    { method: "PUT", path: `/${index}`, body: definition.index },
    deadline,
  );
  if (answer.status === 400 && reasonOf(answer).includes("already exists")) return;
  expectStatus(engine, answer, [200], `create index '${index}'`);
}

/** Names of the aliases of an index; undefined when there is no such index. */
export async function getAliases(url: Urls, index: string, deadline: number): Promise<string[] | undefined> {
  const answer = await ask(engine, url, { method: "GET", path: `/${index}/_alias` }, deadline);
  if (answer.status === 404) return undefined;
  const body = expectStatus(engine, answer, [200], `read index '${index}'`) as Record<
    string,
    { aliases: object }
  >;
  return Object.keys(body[index]?.aliases ?? {});
}

export async function addAlias(url: Urls, index: string, alias: string, deadline: number): Promise<void> {
  const answer = await ask(engine, url, { method: "PUT", path: `/${index}/_alias/${alias}` }, deadline);
  expectStatus(engine, answer, [200], `add alias '${alias}' to index '${index}'`);
}

/** Removes the index and its pipeline; what is gone is no error. */
export async function deleteIndex(url: Urls, index: string, deadline: number): Promise<void> {
  expectStatus(
    engine,
    await ask(engine, url, { method: "DELETE", path: `/${index}` }, deadline),
    [200, 404],
    `delete index '${index}'`,
  );
  const pipeline = { method: "DELETE", path: `/_ingest/pipeline/${index}` } as const;
  expectStatus(
    engine,
    await ask(engine, url, pipeline, deadline),
    [200, 404],
    `delete the pipeline '${index}'`,
  );
}

/** https://docs.opensearch.org/latest/api-reference/document-apis/pull-based-ingestion-management/ */
export async function getIngestion(url: Urls, index: string, deadline: number): Promise<Ingestion> {
  const what = `read the ingestion of index '${index}'`;
  const state = expectStatus(
    engine,
    await ask(engine, url, { method: "GET", path: `/${index}/ingestion/_state` }, deadline),
    [200],
    what,
  );
  const stats = expectStatus(
    engine,
    await ask(engine, url, { method: "GET", path: `/${index}/_stats?level=shards` }, deadline),
    [200],
    what,
  );
  const pollers = (state as StateAnswer).ingestion_state[index] ?? [];
  const shards = Object.values((stats as StatsAnswer).indices[index]?.shards ?? {}).flatMap((copies) =>
    copies.filter((copy) => copy.routing.primary).map((copy) => copy.polling_ingest_stats),
  );
  const sum = (pick: (stats: PollingStats) => number) =>
    shards.reduce((total, shard) => total + pick(shard), 0);
  return {
    paused: pollers.some((poller) => poller.poller_paused || poller.poller_state === "PAUSED"),
    idle: pollers.length > 0 && pollers.every((poller) => poller.poller_state === "POLLING"),
    lag: sum((shard) => shard.consumer_stats.pointer_based_lag),
    polled: sum((shard) => shard.consumer_stats.total_polled_count),
    processed: sum((shard) => shard.message_processor_stats.total_processed_count),
    failed: sum((shard) => shard.message_processor_stats.total_failed_count),
  };
}

interface StateAnswer {
  ingestion_state: Record<string, { poller_state: string; poller_paused: boolean }[]>;
}

interface PollingStats {
  consumer_stats: { pointer_based_lag: number; total_polled_count: number };
  message_processor_stats: { total_processed_count: number; total_failed_count: number };
}

interface StatsAnswer {
  indices: Record<
    string,
    { shards: Record<string, { routing: { primary: boolean }; polling_ingest_stats: PollingStats }[]> }
  >;
}

export async function resumeIngestion(url: Urls, index: string, deadline: number): Promise<void> {
  const answer = await ask(engine, url, { method: "POST", path: `/${index}/ingestion/_resume` }, deadline);
  expectStatus(engine, answer, [200], `resume the ingestion of index '${index}'`);
}

export async function refresh(url: Urls, index: string, deadline: number): Promise<void> {
  const answer = await ask(engine, url, { method: "POST", path: `/${index}/_refresh` }, deadline);
  expectStatus(engine, answer, [200], `refresh index '${index}'`);
}

function reasonOf({ status, body }: Answer): string {
  const error = (body as { error?: { reason?: string; caused_by?: { reason?: string } } | string } | null)
    ?.error;
  if (typeof error === "string") return error;
  const reasons = [error?.reason, error?.caused_by?.reason].filter((reason) => reason !== undefined);
  return reasons.length > 0 ? reasons.join(": ") : `status ${status}`;
}
