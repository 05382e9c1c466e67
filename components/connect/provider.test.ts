import { describe, expect, it } from "vitest";
import { scriptedServer, type Reply, type Script } from "../testing/http-server";
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
const RESTART = "POST /connectors/c/restart?includeTasks=true&onlyFailed=true";
const OFFSETS = "GET /connectors/c/offsets";
const config = { "topic.prefix": "shard0" };

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
const stored: Script = {
  [`PUT ${CONFIG}`]: { status: 201 },
  [`GET ${CONFIG}`]: { status: 200, body: { ...config, name: "c" } },
};

function inputs(url: string, changes: Partial<Parameters<typeof create>[0]> = {}) {
  return {
    url,
    name: "c",
    config,
    awaitSnapshot: false,
    timeout: 5,
    state: "running",
    __provider: "code",
    ...changes,
  };
}

describe("create", () => {
  it("configures the connector and is done when connector and task run", async () => {
    const server = await scriptedServer({ ...stored, [STATUS]: [missing, status("RUNNING"), running] });
    const given = inputs(server.url);
    expect(await create(given)).toEqual({ id: "c", outs: given });
    expect(server.lines()).toEqual([`PUT ${CONFIG}`, `GET ${CONFIG}`, STATUS, STATUS, STATUS]);
  });

  it("waits for the end of the snapshot when asked to", async () => {
    const offsets = (offset: object) => ({ status: 200, body: { offsets: [{ partition: {}, offset }] } });
    const server = await scriptedServer({
      ...stored,
      [STATUS]: running,
      [OFFSETS]: [
        { status: 200, body: { offsets: [] } },
        offsets({ file: "b", snapshot: "INITIAL" }),
        offsets({ file: "b" }),
      ],
    });
    await create(inputs(server.url, { awaitSnapshot: true }));
    expect(server.lines().filter((line) => line === OFFSETS)).toHaveLength(3);
  });

  it("restarts what FAILED once, and is done when it runs then", async () => {
    const server = await scriptedServer({
      ...stored,
      [STATUS]: [failed, failed, status("RUNNING", "RUNNING")],
      [RESTART]: { status: 202 },
    });
    await create(inputs(server.url));
    expect(server.lines().filter((line) => line === RESTART)).toHaveLength(1);
  });

  it("fails with the task's trace when it FAILED again, and keeps the connector in the state", async () => {
    const { url, lines } = await scriptedServer({
      ...stored,
      [STATUS]: [failed, failed, status("RUNNING", "UNASSIGNED"), failed],
      [RESTART]: { status: 202 },
    });
    const message = "connector 'c' FAILED: java.lang.Error: boom";
    const error: unknown = await create(inputs(url)).catch((thrown: unknown) => thrown);
    expect(error).toEqual(
      Object.assign(new Error(message), { id: "c", properties: inputs(url), reasons: [message] }),
    );
    expect(lines().filter((line) => line === RESTART)).toHaveLength(1);
  });

  it("fails with the trace when it stays FAILED until the deadline", async () => {
    const { url } = await scriptedServer({ ...stored, [STATUS]: failed, [RESTART]: { status: 202 } });
    await expect(create(inputs(url, { timeout: 0.15 }))).rejects.toMatchObject({
      message: "waited 0 s for connector 'c' and its task to be RUNNING; last cause: java.lang.Error: boom",
      id: "c",
    });
  });

  it("fails with the trace when the connector fails in its snapshot", async () => {
    const { url } = await scriptedServer({ ...stored, [STATUS]: [running, failed] });
    const message = "connector 'c' FAILED in its snapshot: java.lang.Error: boom";
    await expect(create(inputs(url, { awaitSnapshot: true }))).rejects.toMatchObject({
      message,
      id: "c",
      reasons: [message],
    });
  });

  it("leaves nothing in the state when Connect refuses the configuration", async () => {
    const { url } = await scriptedServer({
      [`PUT ${CONFIG}`]: { status: 400, body: { message: "no such class" } },
    });
    const error: unknown = await create(inputs(url)).catch((thrown: unknown) => thrown);
    expect(error).toEqual(new Error("cannot configure connector 'c': 400 no such class"));
    expect(error).not.toHaveProperty("id");
  });

  it("keeps a connector in the state that Connect took but does not show as configured", async () => {
    const { url } = await scriptedServer({ ...stored, [`GET ${CONFIG}`]: missing });
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
      deleteBeforeReplace: false,
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
  ])("updates for %s", async (_, change) => {
    expect(await diff("c", olds, { ...olds, ...change })).toMatchObject({ changes: true, replaces: [] });
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
    expect(await update("c", inputs(server.url), news)).toEqual({ outs: news });
    expect(server.lines()).toEqual([`GET ${CONFIG}`, STATUS]);
  });

  it.each<[string, Reply]>([
    ["was changed behind our back", { status: 200, body: { name: "c", "topic.prefix": "x" } }],
    ["is gone", missing],
  ])("puts right a connector that %s", async (_, first) => {
    const now = { status: 200, body: { ...config, name: "c" } };
    const server = await scriptedServer({ ...stored, [`GET ${CONFIG}`]: [first, now], [STATUS]: running });
    await update("c", inputs(server.url), inputs(server.url));
    expect(server.lines()).toEqual([`GET ${CONFIG}`, `PUT ${CONFIG}`, `GET ${CONFIG}`, STATUS]);
  });

  it.each(["PAUSED", "STOPPED"])("lets a connector that is %s run", async (state) => {
    const server = await scriptedServer({
      ...stored,
      [STATUS]: [status(state), running],
      "PUT /connectors/c/resume": { status: 202 },
    });
    await update("c", inputs(server.url), inputs(server.url));
    expect(server.lines()).toEqual([`GET ${CONFIG}`, STATUS, "PUT /connectors/c/resume", STATUS]);
  });

  it("keeps the new settings in the state when the connector then fails", async () => {
    const server = await scriptedServer({
      ...stored,
      [STATUS]: [failed, status("RUNNING"), failed],
      [RESTART]: { status: 202 },
    });
    const news = inputs(server.url, { timeout: 6 });
    await expect(update("c", inputs(server.url), news)).rejects.toMatchObject({ id: "c", properties: news });
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
    expect(await read("c", inputs(url))).toEqual({ id: "c", props: seen, inputs: seen });
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
