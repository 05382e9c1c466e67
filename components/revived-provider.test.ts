import { beforeAll, describe, expect, it, vi } from "vitest";
import { all, CONNECTOR, SEARCH_INDEX, TOPIC } from "./testing/declared";
import { fakeEngine } from "./testing/fake-engine";
import { ROOT } from "./testing/fixtures";
import { scriptedServer } from "./testing/http-server";
import { revive as reviveText } from "./testing/old-state";
import { declareProgram, type Declared } from "./testing/program";

let dev: Declared;

beforeAll(async () => {
  [dev] = await declareProgram([{}]);
}, 60_000);

/** The provider of this type as the dynamic provider process gets it from the state. */
function revive(type: string): ReturnType<typeof reviveText> {
  return reviveText(all(dev, type)[0]?.inputs["__provider"] as string);
}

describe("a provider revived from the state", () => {
  it.each([TOPIC, CONNECTOR, SEARCH_INDEX])(
    "is the same text for every %s, without a path or a secret",
    (type) => {
      const texts = new Set(all(dev, type).map(({ inputs }) => inputs["__provider"]));
      expect(texts.size).toBe(1);
      const [text] = texts;
      expect(text).not.toContain(ROOT);
      expect(text).not.toContain("secret-of-");
    },
  );

  it.each([TOPIC, CONNECTOR, SEARCH_INDEX])("sees changes of a %s", async (type) => {
    const { inputs } = all(dev, type)[0] ?? expect.fail(`no ${type}`);
    const { diff } = revive(type);
    expect(await diff("id", inputs, { ...inputs })).toMatchObject({ changes: false, replaces: [] });
    expect(await diff("id", inputs, { ...inputs, __provider: "newer" })).toMatchObject({
      changes: true,
      replaces: [],
    });
  });

  it("checks, creates, reads and deletes a connector", async () => {
    const config = { "connector.class": "x.Sink", "topic.prefix": "shard0" };
    const server = await scriptedServer({
      "PUT /connector-plugins/x.Sink/config/validate": { status: 200, body: { configs: [] } },
      "PUT /connectors/c/config": [{ status: 409, body: { message: "rebalance" } }, { status: 201 }],
      "GET /connectors/c/config": [{ status: 404 }, { status: 200, body: { ...config, name: "c" } }],
      "GET /connectors/c/status": {
        status: 200,
        body: { connector: { state: "RUNNING" }, tasks: [{ id: 0, state: "RUNNING" }] },
      },
      "GET /connectors/c/offsets": { status: 200, body: { offsets: [] } },
      "PUT /connectors/c/stop": { status: 404 },
      "DELETE /connectors/c": { status: 404 },
    });
    const common = { url: server.url, name: "c", config, awaitSnapshot: false, timeout: 5, state: "running" };
    const inputs = {
      ...common,
      onExisting: "fail",
      restarts: 3,
      snapshot: 0,
      offsetsReset: 0,
      acceptLoss: [],
    };
    const { check, create, read, delete: remove } = revive(CONNECTOR);
    expect(await check({}, { ...inputs, preview: false })).toEqual({ inputs, failures: [] });
    const outs = { ...inputs, pending: [], offsets: [] };
    expect(await create(inputs)).toEqual({ id: "c", outs });
    expect(await read("c", outs)).toEqual({ id: "c", props: outs, inputs });
    await remove("c", outs);
    expect(server.lines().slice(-2)).toEqual(["PUT /connectors/c/stop", "DELETE /connectors/c"]);
  });

  it("says of a change of a connector's state by older code what it does", async () => {
    const { url, config } = { url: "http://localhost:1", config: { "connector.class": "x.Sink" } };
    const older = { url, name: "c", config, awaitSnapshot: false, timeout: 5, state: "running" };
    const log = vi.spyOn(console, "log").mockReturnValue();
    const { check } = revive(CONNECTOR);
    await check(older, { ...older, snapshot: 1, signal: undefined, acceptLoss: [], preview: true });
    await check(older, { ...older, offsetsReset: 1, preview: true });
    expect(log.mock.lastCall?.[0]).toContain("offsetsReset 0 -> 1 stops it and forgets its position");
  });

  it("shows the trace of a connector that FAILED, and keeps it in the state", async () => {
    const failed = {
      connector: { state: "RUNNING" },
      tasks: [{ id: 0, state: "FAILED", trace: "java.lang.Error: boom" }],
    };
    const { url } = await scriptedServer({
      "PUT /connectors/c/config": { status: 201 },
      "GET /connectors/c/config": [{ status: 404 }, { status: 200, body: { name: "c" } }],
      "GET /connectors/c/status": { status: 200, body: failed },
    });
    const common = { url, name: "c", config: {}, awaitSnapshot: false, timeout: 5, state: "running" };
    const inputs = { ...common, restarts: 0, __provider: "code" };
    const message = "connector 'c' FAILED: java.lang.Error: boom";
    await expect(revive(CONNECTOR).create(inputs)).rejects.toMatchObject({
      message,
      id: "c",
      properties: inputs,
      reasons: [message],
    });
  });

  it("reads and deletes an index", async () => {
    const engine = await fakeEngine({ "i-000001": { aliases: ["products"], paused: true } });
    // As the code before wrote it.
    const state = {
      url: engine.url,
      index: "i-000001",
      alias: "products",
      definition: { index: {} },
      timeout: 5,
    };
    const { read, delete: remove } = revive(SEARCH_INDEX);
    expect(await read("i-000001", state)).toMatchObject({ id: "i-000001", props: { state: "paused" } });
    await remove("i-000001", state);
    expect(engine.indexes).toEqual({});
  });
});
