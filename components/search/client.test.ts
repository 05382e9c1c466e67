import { describe, expect, it } from "vitest";
import { refusedUrl, scriptedServer, type Reply, type Script } from "../testing/http-server";
import * as client from "./client";

const soon = () => Date.now() + 60;
const later = () => Date.now() + 5000;

const definition = { index: { mappings: { dynamic: false } }, pipeline: { processors: [] } };
const ok = { status: 200, body: { acknowledged: true } };
const exists = failure(400, "index [i/uuid] already exists");

function failure(status: number, reason: string, cause?: string): Reply {
  return { status, body: { error: { reason, caused_by: cause && { reason: cause } }, status } };
}

/** The engine's two answers about the pollers of index `i`. */
function ingestion(pollers: object[], shards: object): Script {
  return {
    "GET /i/ingestion/_state": { status: 200, body: { ingestion_state: { i: pollers } } },
    "GET /i/_stats?level=shards": { status: 200, body: { indices: { i: { shards } } } },
  };
}

/** A shard copy in the engine's stats. */
function copy(primary: boolean, lag: number, polled: number, processed: number, failed: number) {
  return {
    routing: { primary },
    polling_ingest_stats: {
      consumer_stats: { pointer_based_lag: lag, total_polled_count: polled },
      message_processor_stats: { total_processed_count: processed, total_failed_count: failed },
    },
  };
}

describe("createIndex", () => {
  it("puts the pipeline, then the index that runs it", async () => {
    const server = await scriptedServer({ "PUT /_ingest/pipeline/i": ok, "PUT /i": ok });
    await client.createIndex(server.url, "i", definition, later());
    expect(server.requests).toEqual([
      { line: "PUT /_ingest/pipeline/i", body: definition.pipeline },
      { line: "PUT /i", body: definition.index },
    ]);
  });

  it("leaves an index that is already there as it is", async () => {
    const server = await scriptedServer({ "PUT /_ingest/pipeline/i": ok, "PUT /i": exists });
    await client.createIndex(server.url, "i", definition, later());
    expect(server.requests).toHaveLength(2);
  });

  it.each([429, 503])("asks again while the engine is busy (%i)", async (status) => {
    const busy = failure(status, "circuit breaker");
    const server = await scriptedServer({ "PUT /_ingest/pipeline/i": [busy, ok], "PUT /i": ok });
    await client.createIndex(server.url, "i", definition, later());
    expect(server.requests).toHaveLength(3);
  });

  it.each<[string, Script, string]>([
    [
      "the mapping",
      {
        "PUT /_ingest/pipeline/i": ok,
        "PUT /i": failure(400, "Failed to parse mapping", "No handler for type [txt]"),
      },
      "cannot create index 'i': 400 Failed to parse mapping: No handler for type [txt]",
    ],
    [
      "the pipeline",
      { "PUT /_ingest/pipeline/i": failure(400, "No processor type exists with name [put]") },
      "cannot create the pipeline 'i': 400 No processor type exists with name [put]",
    ],
    [
      "anything, in a text",
      { "PUT /_ingest/pipeline/i": { status: 405, body: { error: "Incorrect HTTP method" } } },
      "cannot create the pipeline 'i': 405 Incorrect HTTP method",
    ],
    [
      "anything, without a word",
      { "PUT /_ingest/pipeline/i": { status: 500 } },
      "cannot create the pipeline 'i': 500 status 500",
    ],
  ])("shows why the engine refuses %s", async (_, script, message) => {
    const { url } = await scriptedServer(script);
    await expect(client.createIndex(url, "i", definition, soon())).rejects.toThrow(new Error(message));
  });

  it("shows the last cause when the engine is not there until the deadline", async () => {
    const url = await refusedUrl();
    const request = `PUT ${url}/_ingest/pipeline/i`;
    await expect(client.createIndex(url, "i", definition, soon())).rejects.toThrow(
      new Error(
        `waited 0 s for the search engine to answer ${request}; ` +
          `last cause: ${request}: connect ECONNREFUSED ${url.replace("http://", "")}`,
      ),
    );
  });
});

describe("getAliases and addAlias", () => {
  it.each<[string, Reply, string[] | undefined]>([
    [
      "of an index",
      { status: 200, body: { i: { aliases: { products: {}, others: {} } } } },
      ["products", "others"],
    ],
    ["of an index that has none", { status: 200, body: { i: { aliases: {} } } }, []],
    ["of no index", failure(404, "no such index [i]"), undefined],
  ])("are those %s", async (_, reply, aliases) => {
    const { url } = await scriptedServer({ "GET /i/_alias": reply });
    expect(await client.getAliases(url, "i", later())).toEqual(aliases);
  });

  it("adds an alias", async () => {
    const server = await scriptedServer({ "PUT /i/_alias/products": ok });
    await client.addAlias(server.url, "i", "products", later());
    expect(server.requests).toHaveLength(1);
  });
});

describe("getIngestion", () => {
  it("adds up the primaries of all shards", async () => {
    const polling = { poller_state: "POLLING", poller_paused: false };
    const { url } = await scriptedServer(
      ingestion([polling, polling], {
        0: [copy(true, 1, 10, 9, 2), copy(false, 50, 50, 50, 50)],
        1: [copy(true, 3, 30, 28, 0)],
      }),
    );
    expect(await client.getIngestion(url, "i", later())).toEqual({
      paused: false,
      idle: true,
      lag: 4,
      polled: 40,
      processed: 37,
      failed: 2,
    });
  });

  it.each([
    [{ paused: false, idle: true }, [{ poller_state: "POLLING", poller_paused: false }]],
    [{ paused: false, idle: false }, [{ poller_state: "PROCESSING", poller_paused: false }]],
    [{ paused: true, idle: false }, [{ poller_state: "PAUSED", poller_paused: false }]],
    [{ paused: true, idle: true }, [{ poller_state: "POLLING", poller_paused: true }]],
    [
      { paused: true, idle: false },
      [
        { poller_state: "POLLING", poller_paused: false },
        { poller_state: "PAUSED", poller_paused: true },
      ],
    ],
    [{ paused: false, idle: false }, []],
  ])("is %j for pollers %j", async (expected, pollers) => {
    const { url } = await scriptedServer(ingestion(pollers, {}));
    expect(await client.getIngestion(url, "i", later())).toMatchObject(expected);
  });
});

describe("deleteIndex", () => {
  it.each<[string, Reply]>([
    ["is there", ok],
    ["is gone", failure(404, "no such index [i]")],
  ])("removes the index, then its pipeline, when it %s", async (_, reply) => {
    const server = await scriptedServer({ "DELETE /i": reply, "DELETE /_ingest/pipeline/i": reply });
    await client.deleteIndex(server.url, "i", later());
    expect(server.lines()).toEqual(["DELETE /i", "DELETE /_ingest/pipeline/i"]);
  });
});

describe("every request", () => {
  it.each<[string, (url: string) => Promise<unknown>]>([
    ["read index 'i'", (url) => client.getAliases(url, "i", soon())],
    ["add alias 'a' to index 'i'", (url) => client.addAlias(url, "i", "a", soon())],
    ["read the ingestion of index 'i'", (url) => client.getIngestion(url, "i", soon())],
    ["resume the ingestion of index 'i'", (url) => client.resumeIngestion(url, "i", soon())],
    ["refresh index 'i'", (url) => client.refresh(url, "i", soon())],
    ["delete index 'i'", (url) => client.deleteIndex(url, "i", soon())],
  ])("says that the engine cannot %s", async (what, work) => {
    const { url } = await scriptedServer({});
    await expect(work(url)).rejects.toThrow(new Error(`cannot ${what}: 418 status 418`));
  });
});
