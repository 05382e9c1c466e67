import { ask, expectStatus, poll, retry, type Answer, type Call, type Server, type Urls } from "../rest";
import { flatSettings, markOf, type Mappings } from "./definition";
import { generationNumber, type Generation } from "./generations";

/** The search engine, as `rest.ts` reads its answers. */
export const engine: Server = {
  name: "the search engine",
  reason: reasonOf,
  passing: ({ status }) => [429, 503].includes(status),
};

/** An index as the search engine shows it. */
export interface LiveIndex extends Generation {
  mappings: Mappings;
  /** Flat, all texts or lists of texts. */
  settings: Record<string, unknown>;
}

/** Asks and gives the body. Throws `cannot <what>` with the engine's reason for a status that is not accepted. */
export async function request(
  url: Urls,
  call: Call,
  what: string,
  deadline: number,
  accepted = [200],
): Promise<unknown> {
  return expectStatus(engine, await ask(engine, url, call, deadline), accepted, what);
}

/** The generations of a series, the oldest first. */
export async function getGenerations(url: Urls, series: string, deadline: number): Promise<LiveIndex[]> {
  const path = `/${series}-*?flat_settings=true&expand_wildcards=all`;
  const body = (await request(
    url,
    { method: "GET", path },
    `read the indexes '${series}-*'`,
    deadline,
  )) as Record<string, { aliases?: object; mappings?: Mappings; settings?: Record<string, unknown> }>;
  return Object.entries(body)
    .filter(([name]) => generationNumber(series, name) !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { aliases = {}, mappings = {}, settings = {} }]) => ({
      name,
      aliases: Object.keys(aliases),
      mappings,
      settings: flatSettings(settings),
      builtBy: markOf(mappings),
    }));
}

/** Milliseconds for the engine to see that its disk has room again: it looks every 30 s (`cluster.info.update.interval`). */
const UNBLOCKED_WITHIN = 60_000;

/**
 * Creates the index; one that is already there is left as it is. An engine whose disk was nearly full takes no new index for a
 * moment longer than it lacks room.
 */
export async function createIndex(url: Urls, index: string, body: object, deadline: number): Promise<void> {
  const answer = await poll({
    what: `the search engine to take a new index '${index}': it takes none while its disk is nearly full`,
    deadline: Math.min(deadline, Date.now() + UNBLOCKED_WITHIN),
    attempt: async () => {
      const answer = await ask(engine, url, { method: "PUT", path: `/${index}`, body }, deadline);
      if (answer.status === 403 && reasonOf(answer).includes("create-index blocked"))
        throw retry(reasonOf(answer));
      return answer;
    },
  });
  if (answer.status === 400 && reasonOf(answer).includes("already exists")) return;
  expectStatus(engine, answer, [200], `create index '${index}'`);
}

/** Removes the index; one that is gone is no error. */
export async function deleteIndex(url: Urls, index: string, deadline: number): Promise<void> {
  await request(
    url,
    { method: "DELETE", path: `/${index}` },
    `delete index '${index}'`,
    deadline,
    [200, 404],
  );
}

/** Creates or replaces the ingest pipeline of an index. */
export async function putPipeline(url: Urls, index: string, body: object, deadline: number): Promise<void> {
  const call = { method: "PUT", path: `/_ingest/pipeline/${index}`, body } as const;
  await request(url, call, `create the pipeline '${index}'`, deadline);
}

/** The ingest pipelines of a series' generations, by their names. */
export async function getPipelines(
  url: Urls,
  series: string,
  deadline: number,
): Promise<Record<string, unknown>> {
  const call = { method: "GET", path: `/_ingest/pipeline/${series}-*` } as const;
  const body = await request(url, call, `read the pipelines '${series}-*'`, deadline, [200, 404]);
  const pipelines = Object.entries(body as object) as [string, unknown][];
  return Object.fromEntries(pipelines.filter(([name]) => generationNumber(series, name) !== undefined));
}

export async function deletePipeline(url: Urls, index: string, deadline: number): Promise<void> {
  const call = { method: "DELETE", path: `/_ingest/pipeline/${index}` } as const;
  await request(url, call, `delete the pipeline '${index}'`, deadline, [200, 404]);
}

export async function putMappings(url: Urls, index: string, body: Mappings, deadline: number): Promise<void> {
  const call = { method: "PUT", path: `/${index}/_mapping`, body } as const;
  await request(url, call, `change the mapping of index '${index}'`, deadline);
}

/** Changes dynamic settings; null stands for the default. */
export async function putSettings(
  url: Urls,
  index: string,
  body: Record<string, unknown>,
  deadline: number,
): Promise<void> {
  const call = { method: "PUT", path: `/${index}/_settings`, body } as const;
  await request(url, call, `change the settings of index '${index}'`, deadline);
}

/** Adds and removes aliases, all in one step: no search sees something in between. */
export async function changeAliases(
  url: Urls,
  actions: Record<"add" | "remove", { index: string; alias: string }[]>,
  deadline: number,
): Promise<void> {
  const list = [...actions.remove.map((remove) => ({ remove })), ...actions.add.map((add) => ({ add }))];
  if (list.length === 0) return;
  const what = list
    .map((action) =>
      "add" in action
        ? `add alias '${action.add.alias}' to index '${action.add.index}'`
        : `remove alias '${action.remove.alias}' from index '${action.remove.index}'`,
    )
    .join(" and ");
  await request(url, { method: "POST", path: "/_aliases", body: { actions: list } }, what, deadline);
}

export async function refresh(url: Urls, index: string, deadline: number): Promise<void> {
  await request(url, { method: "POST", path: `/${index}/_refresh` }, `refresh index '${index}'`, deadline);
}

export async function countDocuments(url: Urls, index: string, deadline: number): Promise<number> {
  const call = { method: "GET", path: `/${index}/_count` } as const;
  return ((await request(url, call, `count index '${index}'`, deadline)) as { count: number }).count;
}

/** The engine's own words: a text, or a reason with what caused it. */
export function reasonOf({ status, body }: Answer): string {
  const error = (body as { error?: { reason?: string; caused_by?: { reason?: string } } | string } | null)
    ?.error;
  if (typeof error === "string") return error;
  const reasons = [error?.reason, error?.caused_by?.reason].filter((reason) => reason !== undefined);
  return reasons.length > 0 ? reasons.join(": ") : `status ${status}`;
}
