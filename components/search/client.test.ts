import { describe, expect, it } from "vitest";
import { refusedUrl, scriptedServer, type Reply, type Script } from "../testing/http-server";
import * as client from "./client";
import { getPollers, pauseIngestion, resumeIngestion } from "./ingestion-client";
import { holdsColumns, runningSearches } from "./search-client";

const soon = () => Date.now() + 60;
const later = () => Date.now() + 5000;

const ok = { status: 200, body: { acknowledged: true } };

function failure(status: number, reason: string, cause?: string): Reply {
  return { status, body: { error: { reason, caused_by: cause && { reason: cause } }, status } };
}

describe("createIndex", () => {
  it("leaves an index that is already there as it is", async () => {
    const { url } = await scriptedServer({ "PUT /i": failure(400, "index [i/uuid] already exists") });
    await client.createIndex(url, "i", {}, later());
  });

  it.each([429, 503])("asks again while the engine is busy (%i)", async (status) => {
    const server = await scriptedServer({ "PUT /i": [failure(status, "circuit breaker"), ok] });
    await client.createIndex(server.url, "i", {}, later());
    expect(server.requests).toHaveLength(2);
  });

  describe("while the engine takes no new index", () => {
    const reason = "blocked by: [FORBIDDEN/10/cluster create-index blocked (api)];";

    it("asks again until it does: its disk has room before it says so", async () => {
      const server = await scriptedServer({ "PUT /i": [failure(403, reason), failure(403, reason), ok] });
      await client.createIndex(server.url, "i", {}, later());
      expect(server.requests).toHaveLength(3);
    });

    it("says so when that lasts", async () => {
      const { url } = await scriptedServer({ "PUT /i": failure(403, reason) });
      await expect(client.createIndex(url, "i", {}, soon())).rejects.toThrow(
        new Error(
          "waited 0 s for the search engine to take a new index 'i': it takes none while its disk is nearly full; " +
            `last cause: ${reason}`,
        ),
      );
    });

    it("does not ask again where it is forbidden for good", async () => {
      const server = await scriptedServer({ "PUT /i": failure(403, "no permissions") });
      await expect(client.createIndex(server.url, "i", {}, later())).rejects.toThrow(
        new Error("cannot create index 'i': 403 no permissions"),
      );
      expect(server.requests).toHaveLength(1);
    });
  });

  it.each<[string, Reply, string]>([
    [
      "with its cause",
      failure(400, "Failed to parse mapping", "No handler for type [txt]"),
      "400 Failed to parse mapping: No handler for type [txt]",
    ],
    ["in a text", { status: 405, body: { error: "Incorrect HTTP method" } }, "405 Incorrect HTTP method"],
    ["without a word", { status: 500 }, "500 status 500"],
  ])("shows why the engine refuses it, %s", async (_, reply, message) => {
    const { url } = await scriptedServer({ "PUT /i": reply });
    await expect(client.createIndex(url, "i", {}, soon())).rejects.toThrow(
      new Error(`cannot create index 'i': ${message}`),
    );
  });

  it("shows the last cause when the engine is not there until the deadline", async () => {
    const url = await refusedUrl();
    await expect(client.createIndex(url, "i", {}, soon())).rejects.toThrow(
      new Error(
        `waited 0 s for the search engine to answer PUT ${url}/i; ` +
          `last cause: PUT ${url}/i: connect ECONNREFUSED ${url.replace("http://", "")}`,
      ),
    );
  });
});

describe("getGenerations", () => {
  it("gives the indexes of the series and no other, the oldest first", async () => {
    const mappings = { _meta: { shardview: { builtBy: "print" } } };
    const index = { aliases: { products: {}, others: {} }, mappings, settings: { "index.a": "1" } };
    const { url } = await scriptedServer({
      "GET /s-*?flat_settings=true&expand_wildcards=all": {
        status: 200,
        body: { "s-000002": {}, "s-000001": index, "s-000001-trial": {}, "s-old": {}, "s-0000001": {} },
      },
    });
    expect(await client.getGenerations(url, "s", later())).toEqual([
      {
        ...{ name: "s-000001", aliases: ["products", "others"], mappings },
        ...{ settings: { "index.a": "1" }, builtBy: "print" },
      },
      { name: "s-000002", aliases: [], mappings: {}, settings: {}, builtBy: undefined },
    ]);
  });
});

describe("changeAliases", () => {
  it("removes and adds in one step, and asks nothing when there is nothing to do", async () => {
    const server = await scriptedServer({ "POST /_aliases": ok });
    const [remove, add] = [
      { index: "i", alias: "a" },
      { index: "j", alias: "a" },
    ];
    await client.changeAliases(server.url, { remove: [remove], add: [add] }, later());
    await client.changeAliases(server.url, { remove: [], add: [] }, later());
    expect(server.requests).toEqual([{ line: "POST /_aliases", body: { actions: [{ remove }, { add }] } }]);
  });
});

describe("getPollers", () => {
  function copy(primary: boolean, lag: number, polled: number, processed: number, failed: number) {
    return {
      routing: { primary },
      polling_ingest_stats: {
        consumer_stats: { pointer_based_lag: lag, total_polled_count: polled },
        message_processor_stats: { total_processed_count: processed, total_failed_count: failed },
      },
    };
  }

  it("gives the poller of each primary", async () => {
    const primary = { shard: 0, poller_state: "PAUSED", poller_paused: true, is_primary: true };
    const pollers = [
      { ...primary, batch_start_pointer: "KafkaOffset{offset=28}" },
      { ...primary, is_primary: false },
      { shard: 1, poller_state: "POLLING", poller_paused: false, batch_start_pointer: "" },
    ];
    const script: Script = {
      "GET /i/ingestion/_state": { status: 200, body: { ingestion_state: { i: pollers } } },
      "GET /i/_stats?level=shards": {
        status: 200,
        body: { indices: { i: { shards: { 0: [copy(false, 50, 50, 50, 50), copy(true, 1, 10, 9, 2)] } } } },
      },
    };
    const { url } = await scriptedServer(script);
    expect(await getPollers(url, "i", later())).toEqual([
      {
        ...{ shard: 0, paused: true, state: "PAUSED", lag: 1 },
        ...{ polled: 10, processed: 9, failed: 2, unreadable: 0, position: 28 },
      },
      {
        ...{ shard: 1, paused: false, state: "POLLING", lag: -1 },
        ...{ polled: 0, processed: 0, failed: 0, unreadable: 0 },
      },
    ]);
  });
});

describe("resumeIngestion", () => {
  it("sets one poller to an offset", async () => {
    const server = await scriptedServer({ "POST /i/ingestion/_resume": ok });
    await resumeIngestion(server.url, "i", later(), { shard: 1, offset: 29 });
    expect(server.requests[0]?.body).toEqual({
      reset_settings: [{ shard: 1, mode: "offset", value: "29" }],
    });
  });
});

describe("what is gone", () => {
  it("is no error when it is deleted", async () => {
    const gone = failure(404, "no such index [i]");
    const { url } = await scriptedServer({ "DELETE /i": gone, "DELETE /_ingest/pipeline/i": gone });
    await client.deleteIndex(url, "i", later());
    await client.deletePipeline(url, "i", later());
  });
});

describe("every request", () => {
  const aliases = { add: [{ index: "i", alias: "a" }], remove: [{ index: "j", alias: "a" }] };

  it.each<[string, (url: string) => Promise<unknown>]>([
    ["read the indexes 's-*'", (url) => client.getGenerations(url, "s", soon())],
    ["read the pipelines 's-*'", (url) => client.getPipelines(url, "s", soon())],
    ["create the pipeline 'i'", (url) => client.putPipeline(url, "i", {}, soon())],
    ["delete the pipeline 'i'", (url) => client.deletePipeline(url, "i", soon())],
    ["change the mapping of index 'i'", (url) => client.putMappings(url, "i", {}, soon())],
    ["change the settings of index 'i'", (url) => client.putSettings(url, "i", {}, soon())],
    [
      "remove alias 'a' from index 'j' and add alias 'a' to index 'i'",
      (url) => client.changeAliases(url, aliases, soon()),
    ],
    ["count index 'i'", (url) => client.countDocuments(url, "i", soon())],
    ["read the ingestion of index 'i'", (url) => getPollers(url, "i", soon())],
    ["pause the ingestion of index 'i'", (url) => pauseIngestion(url, "i", soon())],
    ["resume the ingestion of index 'i'", (url) => resumeIngestion(url, "i", soon())],
    ["refresh index 'i'", (url) => client.refresh(url, "i", soon())],
    ["delete index 'i'", (url) => client.deleteIndex(url, "i", soon())],
    ["search index 'i'", (url) => holdsColumns(url, "i", ["c"], soon())],
    ["read the searches of index 'i'", (url) => runningSearches(url, "i", soon())],
  ])("says that the engine cannot %s", async (what, work) => {
    const { url } = await scriptedServer({});
    await expect(work(url)).rejects.toThrow(new Error(`cannot ${what}: 418 status 418`));
  });
});
