import { describe, expect, it, vi } from "vitest";
import { refusedUrl, scriptedServer, type Reply, type Script } from "../testing/http-server";
import type { Inputs } from "./inputs";
import { connectorProvider } from "./provider";

const {
  create,
  diff,
  update,
  read,
  delete: remove,
} = connectorProvider as Required<typeof connectorProvider>;

const CONFIG = "/connectors/c/config";
const STATUS = "GET /connectors/c/status";
const OFFSETS = "GET /connectors/c/offsets";
const VALIDATE = "PUT /connector-plugins/x.Sink/config/validate";
const config = { "connector.class": "x.Sink", "topic.prefix": "shard0" };

/** A status with the connector's state and those of its tasks. */
function status(connector: string, ...tasks: string[]): Reply {
  return {
    status: 200,
    body: {
      connector: { state: connector },
      tasks: tasks.map((state, id) => ({
        id,
        state,
        trace: state === "FAILED" ? "java.lang.Error: boom" : undefined,
      })),
    },
  };
}

const missing = { status: 404, body: { message: "Connector c not found" } };
const running = status("RUNNING", "RUNNING");
const failed = status("RUNNING", "FAILED");
const position = { file: "b", pos: 4 };
const ours = { status: 200, body: { ...config, name: "c" } };
const committed = { status: 200, body: { offsets: [{ partition: {}, offset: position }] } };
/** Connect has the connector as configured. */
const stored: Script = { [`GET ${CONFIG}`]: ours, [OFFSETS]: committed };
/** Connect has none until it is put. */
const fresh: Script = {
  [`PUT ${CONFIG}`]: { status: 201 },
  [`GET ${CONFIG}`]: [missing, ours],
  [OFFSETS]: committed,
};

function inputs(url: string, changes: Partial<Inputs> = {}): Inputs {
  return {
    url,
    name: "c",
    config,
    awaitSnapshot: false,
    timeout: 5,
    state: "running",
    onExisting: "fail",
    restarts: 1,
    snapshot: 0,
    offsetsReset: 0,
    acceptLoss: [],
    __provider: "code",
    ...changes,
  };
}

/** What the state holds of inputs that are carried out. */
function done(given: Inputs): Inputs {
  return { ...given, pending: [], offsets: [position] };
}

describe("create", () => {
  it("configures the connector and is done when connector and task run", async () => {
    const server = await scriptedServer({ ...fresh, [STATUS]: [missing, status("RUNNING"), running] });
    const given = inputs(server.url);
    expect(await create(given)).toEqual({ id: "c", outs: done(given) });
    expect(server.lines()).toEqual([
      ...[`GET ${CONFIG}`, `PUT ${CONFIG}`, `GET ${CONFIG}`],
      ...[STATUS, STATUS, STATUS, OFFSETS],
    ]);
  });

  it.each(["paused", "stopped"])("creates one that is %s so from the beginning", async (state) => {
    const server = await scriptedServer({
      ...fresh,
      "POST /connectors": { status: 201 },
      [STATUS]: status(state.toUpperCase()),
    });
    await create(inputs(server.url, { state, awaitSnapshot: true }));
    expect(server.requests.filter(({ body }) => body !== undefined)).toEqual([
      { line: "POST /connectors", body: { name: "c", config, initial_state: state.toUpperCase() } },
    ]);
  });

  it("refuses a connector of that name with another configuration", async () => {
    const other = { status: 200, body: { name: "c", "topic.prefix": "x" } };
    const { url, lines } = await scriptedServer({ [`GET ${CONFIG}`]: other });
    await expect(create(inputs(url))).rejects.toThrow(
      new Error(
        `connector 'c' already exists at ${url} with another configuration; ` +
          'set onExisting: "adopt" to take it over, or delete it first',
      ),
    );
    expect(lines()).toEqual([`GET ${CONFIG}`]);
  });

  it("takes it over when asked to", async () => {
    const other = { status: 200, body: { name: "c", "topic.prefix": "x" } };
    const server = await scriptedServer({ ...fresh, [`GET ${CONFIG}`]: [other, ours], [STATUS]: running });
    await create(inputs(server.url, { onExisting: "adopt" }));
    expect(server.lines().slice(0, 2)).toEqual([`GET ${CONFIG}`, `PUT ${CONFIG}`]);
  });

  it("takes one with its very configuration for its own, from a creation that was interrupted", async () => {
    const server = await scriptedServer({ ...stored, [STATUS]: running });
    await create(inputs(server.url));
    expect(server.lines()).toEqual([`GET ${CONFIG}`, `GET ${CONFIG}`, STATUS, OFFSETS]);
  });

  it("waits for the end of the snapshot when asked to", async () => {
    const offsets = (offset: object) => ({ status: 200, body: { offsets: [{ partition: {}, offset }] } });
    const server = await scriptedServer({
      ...fresh,
      [STATUS]: running,
      [OFFSETS]: [
        { status: 200, body: { offsets: [] } },
        offsets({ file: "b", snapshot: "INITIAL" }),
        offsets({ file: "b" }),
      ],
    });
    await create(inputs(server.url, { awaitSnapshot: true }));
    expect(server.lines().filter((line) => line === OFFSETS)).toHaveLength(4);
  });

  it("keeps the connector in the state when it FAILED, with all that is still to be done", async () => {
    const { url } = await scriptedServer({ ...fresh, [STATUS]: failed });
    const given = inputs(url, { restarts: 0 });
    const message = "connector 'c' FAILED: java.lang.Error: boom";
    const error: unknown = await create(given).catch((thrown: unknown) => thrown);
    expect(error).toEqual(
      Object.assign(new Error(message), {
        id: "c",
        properties: { ...given, pending: [] },
        reasons: [message],
      }),
    );
  });

  it("leaves nothing in the state when Connect refuses the configuration", async () => {
    const { url } = await scriptedServer({
      ...fresh,
      [`PUT ${CONFIG}`]: { status: 400, body: { message: "no such class" } },
    });
    const error: unknown = await create(inputs(url)).catch((thrown: unknown) => thrown);
    expect(error).toEqual(new Error("cannot configure connector 'c': 400 no such class"));
    expect(error).not.toHaveProperty("id");
  });

  it("keeps a connector in the state that Connect took but does not show as configured", async () => {
    const { url } = await scriptedServer({ ...fresh, [`GET ${CONFIG}`]: missing });
    await expect(create(inputs(url, { timeout: 0.05 }))).rejects.toMatchObject({
      message: "waited 0 s for connector 'c' to be stored as configured",
      id: "c",
      properties: { __provider: "code" },
    });
  });
});

describe("diff", () => {
  const olds = inputs("http://localhost:8083");

  it("sees no change where there is none, whatever the order of the keys", async () => {
    const config = { a: "1", b: "2" };
    const news = { ...olds, config: { b: "2", a: "1" } };
    expect(await diff("c", { ...olds, config }, news)).toEqual({
      changes: false,
      replaces: [],
      deleteBeforeReplace: true,
    });
  });

  it.each([
    ["a changed setting", { config: { "topic.prefix": "x" } }],
    ["a new setting", { config: { ...config, a: "1" } }],
    ["a removed setting", { config: {} }],
    ["another address of Connect", { url: "http://localhost:18083" }],
    ["another time-out", { timeout: 6 }],
    ["a connector that does not run", { state: "failed" }],
    ["newer code of the provider", { __provider: "newer code" }],
    ["one more worker", { url: ["http://localhost:8083", "http://localhost:8084"] }],
    ["a new generation of the rows", { snapshot: 1 }],
    ["a new generation of the position", { offsetsReset: 1 }],
  ])("updates for %s", async (_, change) => {
    expect(await diff("c", olds, { ...olds, ...change })).toMatchObject({ changes: true, replaces: [] });
  });

  it("compares several URLs one by one", async () => {
    const several = { ...olds, url: ["http://a", "http://b"] };
    expect(await diff("c", several, { ...several, url: ["http://a", "http://b"] })).toMatchObject({
      changes: false,
    });
  });

  it("updates when tables are still to be read, as soon as the connector may run", async () => {
    const waiting = { ...olds, pending: ["a.b"] };
    expect(await diff("c", waiting, olds)).toMatchObject({ changes: true });
    const paused = { ...olds, state: "paused" };
    expect(await diff("c", { ...waiting, state: "paused" }, paused)).toMatchObject({ changes: false });
  });

  it("finds in state of older code what it lacks at its default", async () => {
    const { url, name, awaitSnapshot, timeout, state } = olds;
    const older = { url, name, config, awaitSnapshot, timeout, state, __provider: "code" };
    expect(await diff("c", older as unknown as Inputs, olds)).toMatchObject({ changes: false });
  });

  it("replaces for another name", async () => {
    expect(await diff("c", olds, { ...olds, name: "d" })).toMatchObject({
      changes: true,
      replaces: ["name"],
    });
  });
});

describe("update", () => {
  it("configures again only what differs", async () => {
    const server = await scriptedServer({ ...stored, [STATUS]: running });
    const news = inputs(server.url, { timeout: 6 });
    expect(await update("c", inputs(server.url), news)).toEqual({ outs: done(news) });
    expect(server.lines()).toEqual([`GET ${CONFIG}`, `GET ${CONFIG}`, STATUS, OFFSETS]);
  });

  it.each<[string, Reply]>([
    ["was changed behind our back", { status: 200, body: { name: "c", "topic.prefix": "x" } }],
    ["is gone", missing],
  ])("puts right a connector that %s", async (_, first) => {
    const server = await scriptedServer({ ...fresh, [`GET ${CONFIG}`]: [first, ours], [STATUS]: running });
    await update("c", inputs(server.url), inputs(server.url));
    expect(server.lines().slice(0, 3)).toEqual([`GET ${CONFIG}`, `PUT ${CONFIG}`, `GET ${CONFIG}`]);
  });

  it("forgets the offsets of a stopped connector for a new generation of its position, and lets it run", async () => {
    const server = await scriptedServer({
      ...stored,
      [STATUS]: [status("STOPPED"), running],
      "PUT /connectors/c/stop": { status: 204 },
      "DELETE /connectors/c/offsets": [{ status: 400, body: { message: "not stopped" } }, { status: 200 }],
      "PUT /connectors/c/resume": { status: 202 },
    });
    const news = inputs(server.url, { offsetsReset: 1 });
    expect(await update("c", inputs(server.url), news)).toEqual({ outs: done(news) });
    expect(server.lines().filter((line) => !line.startsWith("GET"))).toEqual([
      "PUT /connectors/c/stop",
      ...Array<string>(2).fill("DELETE /connectors/c/offsets"),
      "PUT /connectors/c/resume",
    ]);
  });

  it("does not take the position for forgotten when Connect would not forget it", async () => {
    const { url } = await scriptedServer({
      ...stored,
      "PUT /connectors/c/stop": { status: 204 },
      "DELETE /connectors/c/offsets": { status: 500, body: { message: "boom" } },
    });
    const news = inputs(url, { offsetsReset: 1 });
    await expect(update("c", inputs(url), news)).rejects.toMatchObject({
      message: "cannot reset the offsets of connector 'c': 500 boom",
      properties: { offsetsReset: 0 },
    });
  });

  it("keeps new settings in the state when the connector then fails, and the tables that it has to read", async () => {
    const before = { ...config, "table.include.list": "a\\.b" };
    const now = { ...config, "table.include.list": "a\\.b,a\\.c" };
    const { url } = await scriptedServer({
      ...stored,
      [`GET ${CONFIG}`]: { status: 200, body: { ...now, name: "c" } },
      [STATUS]: failed,
    });
    const signal = { bootstrapServers: "localhost:1" };
    const news = inputs(url, { config: now, restarts: 0, signal });
    await expect(update("c", inputs(url, { config: before }), news)).rejects.toMatchObject({
      id: "c",
      properties: { ...news, pending: ["a\\.c"] },
    });
  });

  it("leaves tables to be read as they are while the connector is paused", async () => {
    const paused = status("PAUSED", "PAUSED");
    const { url } = await scriptedServer({ ...stored, [STATUS]: paused });
    const signal = { bootstrapServers: "localhost:1" };
    const olds = inputs(url, { state: "paused", signal });
    const news = { ...olds, snapshot: 1 };
    expect(await update("c", olds, news)).toEqual({ outs: { ...done(news), pending: [".*"] } });
  });
});

describe("check", () => {
  const { check } = connectorProvider as Required<typeof connectorProvider>;

  it("keeps no hint, and validates with Connect", async () => {
    const server = await scriptedServer({ [VALIDATE]: { status: 200, body: { configs: [] } } });
    const given = inputs(server.url);
    const hints = { connectable: true, rows: { "a.b": 1 }, preview: true };
    expect(await check({} as Inputs, { ...given, ...hints })).toEqual({ inputs: given, failures: [] });
    expect(server.requests[0]?.body).toEqual({ ...config, name: "c" });
  });

  it("asks Connect nothing of a configuration that it has validated before", async () => {
    vi.spyOn(console, "log").mockReturnValue();
    const server = await scriptedServer({ [VALIDATE]: { status: 200, body: { configs: [] } } });
    const olds = inputs(server.url);
    await check(olds, { ...olds, state: "paused" });
    expect(server.requests).toEqual([]);
    for (const changed of [
      { config: { ...config, "tasks.max": "2" } },
      { name: "other" },
      { url: [server.url, server.url] },
    ])
      await check(olds, { ...olds, ...changed });
    expect(server.requests).toHaveLength(3);
  });

  it("takes the name out of the configuration, where Connect stores it too", async () => {
    const { url } = await scriptedServer({ [VALIDATE]: { status: 200, body: { configs: [] } } });
    const given = inputs(url, { config: { ...config, name: "c" } });
    expect((await check({} as Inputs, given)).inputs).toEqual(inputs(url));
  });

  it("prints in a preview, once for a connector, what is not looked at and what a change does", async () => {
    const log = vi.spyOn(console, "log").mockReturnValue();
    const url = await refusedUrl();
    const news = inputs(url, { state: "paused" });
    const olds = inputs(url, { config: { ...config, "tasks.max": "2" } });
    await check(olds, { ...news, ...{ preview: true } });
    await check(olds, { ...news, ...{ preview: false } });
    expect(log.mock.calls).toEqual([
      [
        `connector 'c': Connect does not answer at ${url}: its own validation is skipped\n` +
          "connector 'c': It is paused: changes wait in the binlog of MySQL, and are lost when it purges them before the connector runs again.",
      ],
    ]);
  });

  it("gives every fault of the rules, and asks Connect only when there is none", async () => {
    const server = await scriptedServer({});
    const faulty = inputs(server.url, { config: { "errors.tolerance": "all" } });
    expect((await check({} as Inputs, faulty)).failures).toEqual([
      { property: 'config["connector.class"]', reason: "is missing" },
      {
        property: 'config["errors.tolerance"]',
        reason:
          "loses changes in silence: the connector drops records that a converter or transform cannot take. " +
          'If that is meant, add "errors.tolerance" to acceptLoss',
      },
    ]);
    expect(server.requests).toEqual([]);
  });
});

describe("read", () => {
  it.each<[string, Reply]>([
    ["running", running],
    ["failed", failed],
    ["paused", status("PAUSED", "PAUSED")],
    ["stopped", status("STOPPED")],
    ["starting", missing],
  ])("sees a connector that is %s, and its live configuration", async (state, reply) => {
    const live = { "topic.prefix": "x", "poll.interval.ms": "5" };
    const { url } = await scriptedServer({
      [`GET ${CONFIG}`]: { status: 200, body: { ...live, name: "c" } },
      [STATUS]: reply,
    });
    const seen = inputs(url, { config: live, state });
    const outputs = { pending: ["a.b"], offsets: [position] };
    expect(await read("c", { ...inputs(url), ...outputs })).toEqual({
      id: "c",
      props: { ...seen, ...outputs },
      inputs: seen,
    });
  });

  it("sees that a connector is gone", async () => {
    const { url } = await scriptedServer({ [`GET ${CONFIG}`]: missing });
    expect(await read("c", inputs(url))).toEqual({ id: "" });
  });

  it("cannot do without the state", async () => {
    await expect(read("c", undefined)).rejects.toThrow(
      new Error("connector 'c' cannot be read without its state"),
    );
  });
});

describe("delete", () => {
  it("removes the connector with its offsets", async () => {
    const server = await scriptedServer({
      "PUT /connectors/c/stop": { status: 204 },
      "DELETE /connectors/c/offsets": { status: 200 },
      "DELETE /connectors/c": { status: 204 },
    });
    await remove("c", inputs(server.url));
    expect(server.lines()).toEqual([
      "PUT /connectors/c/stop",
      "DELETE /connectors/c/offsets",
      "DELETE /connectors/c",
    ]);
  });
});
