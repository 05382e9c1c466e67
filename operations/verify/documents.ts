import axios from "axios";
import { engine } from "../../components/search/client";
import { expectStatus, poll, retry, type Answer } from "../../components/rest";
import { parseLossless } from "./canonical-json";
import type { Cells, Range } from "./rows";
import type { TableShape } from "./table-shape";

/** An index, and how it is reached. */
export interface Index {
  readonly url: string;
  readonly index: string;
}

interface Hit {
  readonly _id: string;
  readonly _source?: Record<string, unknown>;
  /** `[index][0]`, where it was asked for. */
  readonly _shard?: string;
}

interface SearchAnswer {
  readonly _scroll_id?: string;
  readonly hits: { readonly hits: readonly Hit[] };
}

const TIMEOUT = 60_000;
/** Milliseconds for an engine that takes no more at the moment: with a heap that is full until its next collection of garbage it says 429. */
const PATIENCE = 60_000;
const PAGE = 2000;

async function search(base: string, path: string, body: object, what: string): Promise<SearchAnswer> {
  const answer = await poll({
    what: `${engine.name} to answer POST ${path}`,
    deadline: Date.now() + PATIENCE,
    attempt: async () => {
      const answer = await post(`${base}${path}`, body);
      if (engine.passing(answer)) throw retry(engine.reason(answer));
      return answer;
    },
  });
  return expectStatus(engine, answer, [200], what) as SearchAnswer;
}

// Not by the client of `components/rest.ts`: a whole number of MySQL may have more digits than JSON.parse keeps.
async function post(url: string, body: object): Promise<Answer> {
  const { status, data } = await axios.post<string>(url, body, {
    timeout: TIMEOUT,
    responseType: "text",
    transformResponse: (text: string) => text,
    maxContentLength: Infinity,
    validateStatus: () => true,
  });
  return { status, body: parseLossless(data) };
}

/** What a document holds in the compared columns. Pure. */
export function cellsOf({ columns }: TableShape, source: Record<string, unknown>): Cells {
  return columns.map(({ name, form }) => {
    const value = source[name];
    if (value === undefined || value === null) return null;
    try {
      return form.fromDocument(value);
    } catch {
      // Not what the pipeline writes: another text than any row's.
      return `not of its type: ${JSON.stringify(value)}`;
    }
  });
}

/**
 * The documents of these ids, as a search finds them. By a query and not by `_mget`: a document lies in the shard that its
 * partition is, not in the one that its id says.
 */
export async function readDocuments(
  { url, index }: Index,
  shape: TableShape,
  ids: readonly string[],
): Promise<Range> {
  const found = new Map<string, Cells>();
  for (let from = 0; from < ids.length; from += PAGE) {
    const body = {
      size: PAGE,
      track_total_hits: false,
      query: { ids: { values: ids.slice(from, from + PAGE) } },
    };
    const { hits } = await search(
      url,
      `/${encodeURIComponent(index)}/_search`,
      body,
      `search index '${index}'`,
    );
    for (const { _id, _source = {} } of hits.hits) found.set(_id, cellsOf(shape, _source));
  }
  return found;
}

/** In which shards of the index each document lies: the partitions from which it came. */
export async function readPlaces(
  { url, index }: Index,
  ids: readonly string[],
): Promise<Map<string, number[]>> {
  const places = new Map<string, number[]>();
  for (let from = 0; from < ids.length; from += PAGE) {
    const query = { ids: { values: ids.slice(from, from + PAGE) } };
    const body = { size: PAGE, explain: true, _source: false, query };
    const path = `/${encodeURIComponent(index)}/_search`;
    const { hits } = await search(url, path, body, `search index '${index}'`);
    for (const { _id, _shard = "" } of hits.hits) {
      const shard = Number(/\[(\d+)\]$/.exec(_shard)?.[1] ?? 0);
      places.set(_id, [...(places.get(_id) ?? []), shard]);
    }
  }
  return places;
}

/** The ids of all documents, page by page, as of now. */
export async function* readIds({ url, index }: Index): AsyncGenerator<string[], void, undefined> {
  const what = `walk index '${index}'`;
  const body = { size: PAGE, sort: ["_doc"], _source: false };
  let answer = await search(url, `/${encodeURIComponent(index)}/_search?scroll=5m`, body, what);
  try {
    while (answer.hits.hits.length > 0) {
      yield answer.hits.hits.map(({ _id }) => _id);
      const next = { scroll: "5m", scroll_id: answer._scroll_id };
      answer = await search(url, "/_search/scroll", next, what);
    }
  } finally {
    await axios.delete(`${url}/_search/scroll`, {
      data: { scroll_id: answer._scroll_id },
      validateStatus: () => true,
    });
  }
}
