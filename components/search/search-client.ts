import type { Urls } from "../rest";
import { request } from "./client";

/** Whether a document of the index holds a value, other than null, in one of the columns; the index need not map them. */
export async function holdsColumns(
  url: Urls,
  index: string,
  columns: string[],
  deadline: number,
): Promise<boolean> {
  // A field that is computed from the stored document: the columns are not indexed.
  // https://docs.opensearch.org/latest/field-types/supported-field-types/derived/
  const source =
    "for (c in params.columns) { if (params._source[c] != null) { emit('yes'); return; } } emit('no');";
  const body = {
    size: 0,
    terminate_after: 1,
    track_total_hits: 1,
    derived: { shardview_holds: { type: "keyword", script: { source, params: { columns } } } },
    query: { term: { shardview_holds: "yes" } },
  };
  const call = { method: "POST", path: `/${index}/_search`, body } as const;
  const answer = (await request(url, call, `search index '${index}'`, deadline)) as {
    hits: { total: { value: number } };
  };
  return answer.hits.total.value > 0;
}

/** How many searches of the index are under way. */
export async function runningSearches(url: Urls, index: string, deadline: number): Promise<number> {
  const call = { method: "GET", path: `/${index}/_stats/search` } as const;
  const answer = (await request(url, call, `read the searches of index '${index}'`, deadline)) as {
    _all: { total: { search: Record<"query_current" | "fetch_current" | "scroll_current", number> } };
  };
  const { query_current, fetch_current, scroll_current } = answer._all.total.search;
  return query_current + fetch_current + scroll_current;
}
