import { describe, expect, it } from "vitest";
import { scriptedServer, type Reply, type Script } from "../testing/http-server";
import { searchIndexProvider } from "./provider";

const {
  create,
  diff,
  update,
  read,
  delete: remove,
} = searchIndexProvider as Required<typeof searchIndexProvider>;

const STATE = "GET /i/ingestion/_state";
const STATS = "GET /i/_stats?level=shards";
const ok = { status: 200, body: { acknowledged: true } };
const gone = { status: 404, body: { error: { reason: "no such index [i]" } } };

function inputs(url: string, changes: Partial<Parameters<typeof create>[0]> = {}) {
  return {
    url,
    index: "i",
    alias: "products",
    definition: { index: { settings: { "index.number_of_shards": 1 } }, pipeline: {} },
    timeout: 5,
    state: "following",
    __provider: "code",
    ...changes,
  };
}

function poller(state: "POLLING" | "PROCESSING" | "PAUSED"): Reply {
  const poller = { poller_state: state, poller_paused: state === "PAUSED" };
  return { status: 200, body: { ingestion_state: { i: [poller] } } };
}

function stats(polled: number, processed: number, lag: number, failed = 0): Reply {
  const polling_ingest_stats = {
    consumer_stats: { pointer_based_lag: lag, total_polled_count: polled },
    message_processor_stats: { total_processed_count: processed, total_failed_count: failed },
  };
  const shards = { 0: [{ routing: { primary: true }, polling_ingest_stats }] };
  return { status: 200, body: { indices: { i: { shards } } } };
}

/** An engine whose index follows its topic. */
const following: Script = {
  "PUT /_ingest/pipeline/i": ok,
  "PUT /i": ok,
  "GET /i/_alias": { status: 200, body: { i: { aliases: { products: {} } } } },
  [STATE]: poller("POLLING"),
  [STATS]: stats(9, 9, 0),
  "POST /i/_refresh": ok,
};

describe("create", () => {
  it("makes the index, and is done when it has caught up and a search sees it", async () => {
    const server = await scriptedServer({
      ...following,
      [STATE]: [poller("PROCESSING"), poller("POLLING")],
      [STATS]: [stats(0, 0, 9), stats(5, 5, 4), stats(9, 8, 0), stats(9, 9, 0)],
    });
    const given = inputs(server.url);
    expect(await create(given)).toEqual({ id: "i", outs: given });
    const asked = [STATE, STATS];
    expect(server.lines()).toEqual([
      ...["PUT /_ingest/pipeline/i", "PUT /i"],
      ...[...asked, ...asked, ...asked, ...asked],
      "POST /i/_refresh",
    ]);
  });

  it("takes over an index that is already there", async () => {
    const exists = { status: 400, body: { error: { reason: "index [i/uuid] already exists" } } };
    const { url } = await scriptedServer({ ...following, "PUT /i": exists });
    expect(await create(inputs(url))).toMatchObject({ id: "i" });
  });

  it("believes that the topic is empty only when the engine has had the time to look", async () => {
    const { url } = await scriptedServer({ ...following, [STATS]: stats(0, 0, 0) });
    const started = Date.now();
    await create(inputs(url));
    expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
  });

  it("fails when a poller has stopped, and keeps the index in the state", async () => {
    const { url } = await scriptedServer({
      ...following,
      [STATE]: poller("PAUSED"),
      [STATS]: stats(3, 2, 6, 1),
    });
    const message =
      "index 'i' is blocked after 1 failed attempts: 1 of 3 fetched messages indexed, 6 not yet fetched; the search engine's log has the cause";
    const error: unknown = await create(inputs(url)).catch((thrown: unknown) => thrown);
    expect(error).toEqual(
      Object.assign(new Error(message), { id: "i", properties: inputs(url), reasons: [message] }),
    );
  });

  it("tells how far it got when the time is over", async () => {
    const { url } = await scriptedServer({ ...following, [STATS]: stats(3, 3, 6) });
    await expect(create(inputs(url, { timeout: 0.05 }))).rejects.toMatchObject({
      message:
        "waited 0 s for index 'i' to catch up with its topic; last cause: 3 of 3 fetched messages indexed, 6 not yet fetched",
      id: "i",
    });
  });

  it("leaves nothing in the state when the engine refuses the index", async () => {
    const refused = { status: 400, body: { error: { reason: "unknown setting" } } };
    const { url } = await scriptedServer({ ...following, "PUT /i": refused });
    const error: unknown = await create(inputs(url)).catch((thrown: unknown) => thrown);
    expect(error).toEqual(new Error("cannot create index 'i': 400 unknown setting"));
    expect(error).not.toHaveProperty("id");
  });
});

describe("diff", () => {
  const olds = inputs("http://localhost:9200");

  it("sees no change where there is none, whatever the order of the keys", async () => {
    const definition = { index: { a: 1, b: { c: [1] } }, pipeline: {} };
    const news = { ...olds, definition: { pipeline: {}, index: { b: { c: [1] }, a: 1 } } };
    expect(await diff("i", { ...olds, definition }, news)).toEqual({
      changes: false,
      replaces: [],
      deleteBeforeReplace: true,
    });
  });

  it.each([
    ["another address of the engine", { url: "http://localhost:19200" }],
    ["an alias that is not its own", { alias: "others" }],
    ["another time-out", { timeout: 6 }],
    ["a paused poller", { state: "paused" }],
    ["newer code of the provider", { __provider: "newer code" }],
  ])("updates for %s", async (_, change) => {
    expect(await diff("i", olds, { ...olds, ...change })).toMatchObject({ changes: true, replaces: [] });
  });

  it.each([
    ["definition", { definition: { ...olds.definition, pipeline: { processors: [] } } }],
    ["index", { index: "i2" }],
  ])("replaces for another %s", async (key, change) => {
    expect(await diff("i", olds, { ...olds, ...change })).toEqual({
      changes: true,
      replaces: [key],
      deleteBeforeReplace: true,
    });
  });
});

describe("update", () => {
  it("does nothing to an index that is as it should be", async () => {
    const server = await scriptedServer(following);
    expect(await update("i", inputs(server.url), inputs(server.url))).toEqual({ outs: inputs(server.url) });
    expect(server.lines().filter((line) => !line.startsWith("GET"))).toEqual(["POST /i/_refresh"]);
  });

  it("adds the alias that is gone", async () => {
    const server = await scriptedServer({
      ...following,
      "GET /i/_alias": { status: 200, body: { i: { aliases: {} } } },
      "PUT /i/_alias/products": ok,
    });
    await update("i", inputs(server.url, { alias: "" }), inputs(server.url));
    expect(server.lines()).toContain("PUT /i/_alias/products");
  });

  it("resumes a paused poller", async () => {
    const server = await scriptedServer({
      ...following,
      [STATE]: [poller("PAUSED"), poller("POLLING")],
      "POST /i/ingestion/_resume": ok,
    });
    await update("i", inputs(server.url, { state: "paused" }), inputs(server.url));
    expect(server.lines().filter((line) => line === "POST /i/ingestion/_resume")).toHaveLength(1);
  });

  it("says what to do when the index is gone", async () => {
    const { url } = await scriptedServer({ "GET /i/_alias": gone });
    await expect(update("i", inputs(url), inputs(url))).rejects.toThrow(
      new Error("index 'i' is gone; run 'pulumi refresh', then 'pulumi up'"),
    );
  });
});

describe("read", () => {
  it("sees an index that follows its topic as it is in the state", async () => {
    const { url } = await scriptedServer({
      ...following,
      "GET /i/_alias": { status: 200, body: { i: { aliases: { others: {}, products: {} } } } },
    });
    expect(await read("i", inputs(url))).toEqual({ id: "i", props: inputs(url), inputs: inputs(url) });
  });

  it("sees a paused poller", async () => {
    const { url } = await scriptedServer({ ...following, [STATE]: poller("PAUSED") });
    expect(await read("i", inputs(url))).toMatchObject({
      props: { state: "paused" },
      inputs: { state: "paused" },
    });
  });

  it.each([
    ["none", {}, ""],
    ["others", { others: {}, more: {} }, "others,more"],
  ])("sees that the alias is gone, and %s there", async (_, aliases, seen) => {
    const { url } = await scriptedServer({
      ...following,
      "GET /i/_alias": { status: 200, body: { i: { aliases } } },
    });
    expect(await read("i", inputs(url))).toMatchObject({ props: { alias: seen }, inputs: { alias: seen } });
  });

  it("sees that the index is gone", async () => {
    const { url } = await scriptedServer({ "GET /i/_alias": gone });
    expect(await read("i", inputs(url))).toEqual({ id: "" });
  });

  it("cannot do without the state", async () => {
    await expect(read("i", undefined)).rejects.toThrow(
      new Error("index 'i' cannot be read without its state"),
    );
  });
});

describe("delete", () => {
  it("removes index and pipeline, and takes what is gone for removed", async () => {
    const server = await scriptedServer({ "DELETE /i": ok, "DELETE /_ingest/pipeline/i": gone });
    await remove("i", inputs(server.url));
    expect(server.lines()).toEqual(["DELETE /i", "DELETE /_ingest/pipeline/i"]);
  });
});
