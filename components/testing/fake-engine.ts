import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** An index of the fake engine. */
export interface FakeIndex {
  aliases: string[];
  mappings: Record<string, unknown>;
  settings: Record<string, unknown>;
  paused: boolean;
  /** Changes the answer about its poller. */
  poller?: { lag?: number; polled?: number; processed?: number; failed?: number; offset?: number };
}

/** A search engine that remembers indexes, aliases and pipelines, and whose pollers are always done. */
export interface FakeEngine {
  url: string;
  indexes: Record<string, FakeIndex>;
  pipelines: Record<string, unknown>;
  /** Requests that change something, in order. */
  writes: string[];
  /** After so many of these it refuses everything, as an engine does that is gone. */
  refuseAfter: number;
  /** Columns that its documents hold. */
  held: string[];
}

type Body = Record<string, unknown>;
interface Reply {
  status: number;
  body: unknown;
}

const ok: Reply = { status: 200, body: { acknowledged: true } };
const gone: Reply = { status: 404, body: { error: { reason: "no such index" } } };

/** Starts one on 127.0.0.1; it ends with the test. */
export async function fakeEngine(indexes: Record<string, Partial<FakeIndex>> = {}): Promise<FakeEngine> {
  const engine: FakeEngine = {
    url: "",
    indexes: {},
    pipelines: {},
    writes: [],
    refuseAfter: Infinity,
    held: [],
  };
  for (const [name, given] of Object.entries(indexes)) {
    engine.indexes[name] = { aliases: [], mappings: {}, settings: {}, paused: false, ...given };
    engine.pipelines[name] = {};
  }
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { status, body: answer } = reply(
        engine,
        request.method ?? "",
        request.url ?? "",
        (body === "" ? {} : JSON.parse(body)) as Body,
      );
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  engine.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return engine;
}

function reply(engine: FakeEngine, method: string, url: string, body: Body): Reply {
  if (engine.writes.length >= engine.refuseAfter)
    return { status: 500, body: { error: { reason: "killed" } } };
  const reads = method === "GET" || /_search|_refresh/.test(url);
  if (!reads) engine.writes.push(`${method} ${url}`);
  const [first = "", second = "", third = ""] = (url.split("?")[0] ?? "").slice(1).split("/");
  if (first === "_aliases") return changeAliases(engine, body["actions"] as Record<string, AliasAction>[]);
  if (first === "_ingest") return pipeline(engine, method, third, body);
  if (first.endsWith("-*")) return list(engine, first.slice(0, -1));
  const index = engine.indexes[first];
  if (method === "PUT" && second === "") return create(engine, first, body);
  if (!index) return gone;
  if (method === "DELETE") Reflect.deleteProperty(engine.indexes, first);
  if (second === "_settings") index.settings = withoutNulls({ ...index.settings, ...body });
  if (second === "_mapping") index.mappings = body;
  if (second === "_count") return { status: 200, body: { count: 2000 } };
  if (second === "_stats") return stats(first, index, third);
  if (second === "_search") return search(engine, body);
  if (third === "_state") return state(first, index);
  if (second === "ingestion") index.paused = third === "_pause";
  return ok;
}

/** Null removes a setting. */
function withoutNulls(settings: Body): Body {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
}

interface AliasAction {
  index: string;
  alias: string;
}

function changeAliases(engine: FakeEngine, actions: Record<string, AliasAction>[]): Reply {
  for (const { add, remove } of actions) {
    if (add) engine.indexes[add.index]?.aliases.push(add.alias);
    const from = remove && engine.indexes[remove.index];
    if (from) from.aliases = from.aliases.filter((alias) => alias !== remove.alias);
  }
  return ok;
}

function pipeline(engine: FakeEngine, method: string, name: string, body: Body): Reply {
  if (method === "PUT") engine.pipelines[name] = body;
  if (method === "DELETE") Reflect.deleteProperty(engine.pipelines, name);
  return method === "GET" ? { status: 200, body: engine.pipelines } : ok;
}

function list({ indexes }: FakeEngine, prefix: string): Reply {
  const named = Object.entries(indexes).filter(([name]) => name.startsWith(prefix));
  const shown = named.map(([name, { aliases, mappings, settings }]) => {
    const byName = Object.fromEntries(aliases.map((alias) => [alias, {}]));
    return [name, { aliases: byName, mappings, settings: { ...settings, "index.uuid": `uuid-of-${name}` } }];
  });
  return { status: 200, body: Object.fromEntries(shown) as unknown };
}

function create(engine: FakeEngine, name: string, body: Body): Reply {
  const { aliases = {}, mappings, settings } = body as { aliases?: object; mappings: Body; settings: Body };
  engine.indexes[name] ??= { aliases: Object.keys(aliases), mappings, settings, paused: false };
  return ok;
}

function state(name: string, { paused, poller = {} }: FakeIndex): Reply {
  const poller_state = paused ? "PAUSED" : "POLLING";
  const batch_start_pointer = `KafkaOffset{offset=${poller.offset ?? 8}}`;
  const pollers = [{ shard: 0, poller_state, poller_paused: paused, batch_start_pointer }];
  return { status: 200, body: { ingestion_state: { [name]: pollers } } };
}

function stats(name: string, { poller = {} }: FakeIndex, kind: string): Reply {
  if (kind === "search") {
    const search = { query_current: 0, fetch_current: 0, scroll_current: 0 };
    return { status: 200, body: { _all: { total: { search } } } };
  }
  const { lag = 0, polled = 9, processed = 9, failed = 0 } = poller;
  const polling_ingest_stats = {
    consumer_stats: { pointer_based_lag: lag, total_polled_count: polled },
    message_processor_stats: { total_processed_count: processed, total_failed_count: failed },
  };
  const shards = { 0: [{ routing: { primary: true }, polling_ingest_stats }] };
  return { status: 200, body: { indices: { [name]: { shards } } } };
}

function search({ held }: FakeEngine, body: Body): Reply {
  const derived = body["derived"] as { shardview_holds: { script: { params: { columns: string[] } } } };
  const found = derived.shardview_holds.script.params.columns.some((column) => held.includes(column));
  return { status: 200, body: { hits: { total: { value: found ? 1 : 0 } } } };
}
