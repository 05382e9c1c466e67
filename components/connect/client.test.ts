import { describe, expect, it } from "vitest";
import { refusedUrl, scriptedServer, type Reply, type Script } from "../testing/http-server";
import * as client from "./client";

const soon = () => Date.now() + 60;
const later = () => Date.now() + 5000;

const CONFIG = "/connectors/c/config";
const config = { "tasks.max": "1", "topic.prefix": "shard0" };
const stored = { ...config, name: "c" };
const conflict = {
  status: 409,
  body: {
    error_code: 409,
    message: "Cannot complete request because of a conflicting operation (e.g. worker rebalance)",
  },
};
const rebalance = {
  status: 500,
  body: { error_code: 500, message: "Request cannot be completed because a rebalance is expected" },
};
/** Connect 4.3, of whatever is wrong with a configuration of Debezium 3.6. */
const hidden = {
  status: 500,
  body: {
    message:
      'Cannot invoke "org.apache.kafka.connect.runtime.rest.entities.ConfigValueInfo.errors()" because the return value of ' +
      '"org.apache.kafka.connect.runtime.rest.entities.ConfigInfo.configValue()" is null',
  },
};
const missing = { status: 404, body: { error_code: 404, message: "Connector c not found" } };

async function configure(url: string, deadline: number): Promise<void> {
  await client.putConfig(url, "c", config, deadline);
  await client.awaitStored(url, "c", config, deadline);
}

describe("putConfig, then awaitStored", () => {
  it.each<[string, Reply[], string[]]>([
    ["creates a connector", [{ status: 201 }], []],
    ["replaces a configuration", [{ status: 200 }], []],
    ["asks again while the group rebalances (409)", [conflict, { status: 201 }], [`PUT ${CONFIG}`]],
    ["asks again while the group rebalances (500)", [rebalance, { status: 201 }], [`PUT ${CONFIG}`]],
    [
      "asks again when the worker's own request timed out",
      [
        { status: 500, body: { message: "Request timed out. The worker is currently busy" } },
        { status: 201 },
      ],
      [`PUT ${CONFIG}`],
    ],
    ["asks again while the worker starts (503)", [{ status: 503 }, { status: 201 }], [`PUT ${CONFIG}`]],
  ])("%s and reads it back", async (_, replies, before) => {
    const server = await scriptedServer({
      [`PUT ${CONFIG}`]: replies,
      [`GET ${CONFIG}`]: { status: 200, body: stored },
    });
    await configure(server.url, later());
    expect(server.lines()).toEqual([...before, `PUT ${CONFIG}`, `GET ${CONFIG}`]);
    expect(server.requests[0]?.body).toEqual(config);
  });

  it("reads back until Connect stores what was asked", async () => {
    const old = { status: 200, body: { ...stored, "tasks.max": "2" } };
    const server = await scriptedServer({
      [`PUT ${CONFIG}`]: { status: 201 },
      [`GET ${CONFIG}`]: [missing, old, { status: 200, body: stored }],
    });
    await configure(server.url, later());
    expect(server.lines().filter((line) => line.startsWith("GET"))).toHaveLength(3);
  });

  it.each<[string, Script, string]>([
    [
      "shows why Connect refuses the configuration",
      {
        [`PUT ${CONFIG}`]: {
          status: 400,
          body: { message: "Connector configuration is invalid: no such class" },
        },
      },
      "cannot configure connector 'c': 400 Connector configuration is invalid: no such class",
    ],
    [
      "shows a failure that will not pass at once",
      { [`PUT ${CONFIG}`]: { status: 500, body: { message: "NullPointerException" } } },
      "cannot configure connector 'c': 500 NullPointerException",
    ],
    [
      "shows the status of an answer without a message",
      { [`PUT ${CONFIG}`]: { status: 502, body: "<html>" } },
      "cannot configure connector 'c': 502 status 502",
    ],
    [
      "says that Connect stores something else",
      {
        [`PUT ${CONFIG}`]: { status: 201 },
        [`GET ${CONFIG}`]: { status: 200, body: { ...stored, "tasks.max": "2" } },
      },
      "waited 0 s for connector 'c' to be stored as configured",
    ],
  ])("%s", async (_, script, message) => {
    const { url } = await scriptedServer(script);
    await expect(configure(url, soon())).rejects.toThrow(new Error(message));
  });

  it.each([
    {
      status: 400,
      body: { message: "Connector configuration is invalid: Unable to connect: Communications link failure" },
    },
    hidden,
  ])("asks again while the database cannot be reached: $status", async (refused) => {
    const server = await scriptedServer({
      [`PUT ${CONFIG}`]: [refused, { status: 201 }],
      [`GET ${CONFIG}`]: { status: 200, body: stored },
    });
    await configure(server.url, later());
    expect(server.lines().filter((line) => line.startsWith("PUT"))).toHaveLength(2);
  });

  it("says what a refusal without a reason means when it stays until the deadline", async () => {
    const { url } = await scriptedServer({ [`PUT ${CONFIG}`]: hidden });
    await expect(configure(url, soon())).rejects.toThrow(
      new Error(
        `waited 0 s for Connect to answer PUT ${url}${CONFIG}; ` +
          `last cause: it seems that the database cannot be reached (${hidden.body.message})`,
      ),
    );
  });

  it("shows why the database refuses the account at once", async () => {
    const message =
      "Connector configuration is invalid: Unable to connect: Access denied for user 'debezium'";
    const { url } = await scriptedServer({ [`PUT ${CONFIG}`]: { status: 400, body: { message } } });
    await expect(configure(url, later())).rejects.toThrow(
      new Error(`cannot configure connector 'c': 400 ${message}`),
    );
  });

  it("shows the last cause when Connect rebalances until the deadline", async () => {
    const { url } = await scriptedServer({ [`PUT ${CONFIG}`]: conflict });
    await expect(configure(url, soon())).rejects.toThrow(
      new Error(`waited 0 s for Connect to answer PUT ${url}${CONFIG}; last cause: ${conflict.body.message}`),
    );
  });

  it("shows the last cause when Connect is not there until the deadline", async () => {
    const url = await refusedUrl();
    const address = url.replace("http://", "");
    await expect(configure(url, soon())).rejects.toThrow(
      new Error(
        `waited 0 s for Connect to answer PUT ${url}${CONFIG}; ` +
          `last cause: PUT ${url}${CONFIG}: connect ECONNREFUSED ${address}`,
      ),
    );
  });
});

describe("getConfig", () => {
  it("is what Connect stores, without the name", async () => {
    const { url } = await scriptedServer({ [`GET ${CONFIG}`]: { status: 200, body: stored } });
    expect(await client.getConfig(url, "c", later())).toEqual(config);
  });

  it("is undefined when there is no such connector", async () => {
    const { url } = await scriptedServer({ [`GET ${CONFIG}`]: missing });
    expect(await client.getConfig(url, "c", later())).toBeUndefined();
  });

  it("asks for a name with any characters", async () => {
    const { url } = await scriptedServer({
      "GET /connectors/a%2Fb%20c/config": { status: 200, body: stored },
    });
    expect(await client.getConfig(url, "a/b c", later())).toEqual(config);
  });
});

describe("createIdle", () => {
  it("creates a connector that does not run yet", async () => {
    const server = await scriptedServer({ "POST /connectors": [conflict, { status: 201 }] });
    await client.createIdle(server.url, "c", config, "stopped", later());
    expect(server.requests.map(({ body }) => body)).toEqual(
      Array(2).fill({ name: "c", config, initial_state: "STOPPED" }),
    );
  });

  it("takes one that is there by now for created, and does not wait for it to go", async () => {
    const taken = { status: 409, body: { message: "Connector c already exists" } };
    const server = await scriptedServer({ "POST /connectors": taken });
    await client.createIdle(server.url, "c", config, "paused", later());
    expect(server.requests).toHaveLength(1);
  });
});

describe("sameConfig", () => {
  it.each([
    [true, { a: "1", b: "2" }, { b: "2", a: "1" }],
    [false, { a: "1" }, { a: "2" }],
    [false, { a: "1" }, { a: "1", b: "2" }],
    [false, { a: "1", b: "2" }, { a: "1" }],
    [false, { a: "1" }, { b: "1" }],
  ])("is %s for %j and %j", (same, a, b) => {
    expect(client.sameConfig(a as client.ConnectorConfig, b as client.ConnectorConfig)).toBe(same);
  });
});

describe("getStatus, getOffsets, restartFailed, setState", () => {
  it("ask Connect and give its answer", async () => {
    const status = { connector: { state: "RUNNING" }, tasks: [] };
    const server = await scriptedServer({
      "GET /connectors/c/status": [{ status: 200, body: status }, missing],
      "GET /connectors/c/offsets": {
        status: 200,
        body: { offsets: [{ partition: { server: "shard0" }, offset: { file: "binlog.000001", pos: 4 } }] },
      },
      "POST /connectors/c/restart?includeTasks=true&onlyFailed=true": { status: 202 },
      "PUT /connectors/c/resume": { status: 202 },
      "PUT /connectors/c/pause": { status: 202 },
      "PUT /connectors/c/stop": { status: 204 },
    });
    expect(await client.getStatus(server.url, "c", later())).toEqual(status);
    expect(await client.getStatus(server.url, "c", later())).toBeUndefined();
    expect(await client.getOffsets(server.url, "c", later())).toEqual([{ file: "binlog.000001", pos: 4 }]);
    await client.restartFailed(server.url, "c", later());
    for (const state of ["running", "paused", "stopped"]) {
      await client.setState(server.url, "c", state, later());
    }
    expect(server.lines().slice(-3)).toEqual([
      "PUT /connectors/c/resume",
      "PUT /connectors/c/pause",
      "PUT /connectors/c/stop",
    ]);
  });

  it.each<[string, (url: string) => Promise<unknown>]>([
    ["read the status of connector 'c'", (url) => client.getStatus(url, "c", soon())],
    ["read the offsets of connector 'c'", (url) => client.getOffsets(url, "c", soon())],
    ["restart connector 'c'", (url) => client.restartFailed(url, "c", soon())],
    ["resume connector 'c'", (url) => client.setState(url, "c", "running", soon())],
    ["pause connector 'c'", (url) => client.setState(url, "c", "paused", soon())],
    ["create connector 'c'", (url) => client.createIdle(url, "c", config, "paused", soon())],
    ["stop connector 'c'", (url) => client.remove(url, "c", soon())],
  ])("say that Connect cannot %s", async (what, work) => {
    const { url, lines } = await scriptedServer({});
    await expect(work(url)).rejects.toThrow(/^cannot /);
    await expect(work(url)).rejects.toThrow(new Error(`cannot ${what}: 418 unscripted: ${lines()[0] ?? ""}`));
  });
});

describe("remove", () => {
  const gone: Script = {
    "PUT /connectors/c/stop": { status: 204 },
    "DELETE /connectors/c/offsets": { status: 200, body: { message: "reset" } },
    "DELETE /connectors/c": { status: 204 },
  };
  const order = ["PUT /connectors/c/stop", "DELETE /connectors/c/offsets", "DELETE /connectors/c"];

  it("stops the connector, resets its offsets, deletes it", async () => {
    const server = await scriptedServer(gone);
    await client.remove(server.url, "c", later());
    expect(server.lines()).toEqual(order);
  });

  it("waits until the connector has stopped before it resets the offsets", async () => {
    const running = { status: 400, body: { message: "Connectors must be in the STOPPED state" } };
    const server = await scriptedServer({
      ...gone,
      "DELETE /connectors/c/offsets": [running, { status: 200 }],
    });
    await client.remove(server.url, "c", later());
    expect(server.lines()).toEqual([order[0], order[1], order[1], order[2]]);
  });

  it("says why the offsets cannot be reset until the deadline", async () => {
    const running = { status: 400, body: { message: "Connectors must be in the STOPPED state" } };
    const { url } = await scriptedServer({ ...gone, "DELETE /connectors/c/offsets": running });
    await expect(client.remove(url, "c", soon())).rejects.toThrow(
      new Error("waited 0 s for connector 'c' to stop; last cause: Connectors must be in the STOPPED state"),
    );
  });

  it("takes a connector that is gone for removed, whenever it went", async () => {
    const early = await scriptedServer({
      "PUT /connectors/c/stop": missing,
      "DELETE /connectors/c": missing,
    });
    await client.remove(early.url, "c", later());
    expect(early.lines()).toEqual([order[0], order[2]]);
    const late = await scriptedServer({
      ...gone,
      "DELETE /connectors/c/offsets": missing,
      "DELETE /connectors/c": missing,
    });
    await client.remove(late.url, "c", later());
    expect(late.lines()).toEqual(order);
  });

  it("asks again while the group rebalances", async () => {
    const server = await scriptedServer({ ...gone, "DELETE /connectors/c": [conflict, { status: 204 }] });
    await client.remove(server.url, "c", later());
    expect(server.lines()).toEqual([...order, order[2]]);
  });
});
