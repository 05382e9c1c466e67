import { describe, expect, it } from "vitest";
import { scriptedServer, type Reply, type Script } from "../testing/http-server";
import { awaitSnapshot, reachState, startAgain, stopIfThere } from "./lifecycle";

const STATUS = "GET /connectors/c/status";
const RESTART = "POST /connectors/c/restart?includeTasks=true&onlyFailed=true";

function status(connector: string, ...tasks: string[]): Reply {
  const parts = tasks.map((state, id) => ({
    id,
    state,
    trace: state === "FAILED" ? "java.lang.Error: boom" : undefined,
  }));
  return { status: 200, body: { connector: { state: connector }, tasks: parts } };
}

const missing = { status: 404, body: { message: "Connector c not found" } };
const running = status("RUNNING", "RUNNING");
const failed = status("RUNNING", "FAILED");
const OFFSETS = "GET /connectors/c/offsets";
const RESET = "DELETE /connectors/c/offsets";
const offsets = (...all: object[]): Reply => ({
  status: 200,
  body: { offsets: all.map((offset) => ({ partition: { server: "c" }, offset })) },
});
const row = offsets({ file: "binlog.000002", pos: 157 });
const verbs: Script = {
  [OFFSETS]: row,
  [RESET]: { status: 200 },
  [RESTART]: { status: 202 },
  "PUT /connectors/c/resume": { status: 202 },
  "PUT /connectors/c/pause": { status: 202 },
  "PUT /connectors/c/stop": { status: 204 },
};

/** Lets a connector with these statuses reach a state; gives what was asked of it beside its status. */
async function reach(state: string, replies: Reply | Reply[], restarts = 3, seconds = 5): Promise<string[]> {
  const server = await scriptedServer({ ...verbs, [STATUS]: replies });
  const subject = { url: server.url, name: "c", state, restarts };
  await reachState(subject, Date.now() + seconds * 1000, { backoff: 20 });
  return server.lines().filter((line) => ![STATUS, OFFSETS].includes(line));
}

describe("stopIfThere", () => {
  const stop = async (...replies: Reply[]) => {
    const server = await scriptedServer({ ...verbs, [STATUS]: replies });
    await stopIfThere({ url: server.url, name: "c" }, Date.now() + 5000);
    return server.lines();
  };

  it("waits until the last task has ended", async () => {
    const asked = await stop(running, status("STOPPED", "RUNNING"), status("STOPPED"));
    expect(asked).toEqual([STATUS, "PUT /connectors/c/stop", STATUS, STATUS]);
  });

  it("has nothing to stop where there is no such connector", async () => {
    expect(await stop(missing)).toEqual([STATUS]);
  });
});

describe("startAgain", () => {
  const start = async (...replies: Reply[]) => {
    const server = await scriptedServer({
      ...verbs,
      [STATUS]: [failed, status("STOPPED")],
      [OFFSETS]: replies,
    });
    await startAgain({ url: server.url, name: "c" }, Date.now() + 5000);
    return server.lines().filter((line) => line !== STATUS);
  };

  it("restarts a connector that has a position, or none at all", async () => {
    expect(await start(row)).toEqual([OFFSETS, RESTART]);
    expect(await start(offsets())).toEqual([OFFSETS, RESTART]);
  });

  it("has a snapshot begin anew of which an offset without a position was committed", async () => {
    const asked = [OFFSETS, "PUT /connectors/c/stop", OFFSETS, RESET, "PUT /connectors/c/resume"];
    expect(await start(offsets({}))).toEqual(asked);
  });

  it("keeps what the connector has read when another started it meanwhile", async () => {
    const asked = [OFFSETS, "PUT /connectors/c/stop", OFFSETS, "PUT /connectors/c/resume"];
    expect(await start(offsets({}), row)).toEqual(asked);
  });
});

describe("reachState", () => {
  it("waits until the connector and its task run", async () => {
    expect(await reach("running", [missing, status("RUNNING"), running])).toEqual([]);
  });

  it.each([
    ["running", "paused", status("PAUSED", "PAUSED"), running, "resume"],
    ["running", "stopped", status("STOPPED"), running, "resume"],
    ["paused", "running", running, status("PAUSED", "PAUSED"), "pause"],
    ["stopped", "running", running, status("STOPPED"), "stop"],
    ["stopped", "failed", failed, status("STOPPED"), "stop"],
    ["stopped", "starting", status("RUNNING"), status("STOPPED"), "stop"],
  ])("lets one be %s that is %s", async (wanted, _, first, then, verb) => {
    expect(await reach(wanted, [first, then])).toEqual([`PUT /connectors/c/${verb}`]);
  });

  it("restarts what FAILED, and is done when it runs then", async () => {
    expect(await reach("running", [failed, failed, running])).toContain(RESTART);
  });

  it("forgets an offset without a position, with which nothing starts", async () => {
    const server = await scriptedServer({
      ...verbs,
      [STATUS]: [failed, failed, status("STOPPED"), running],
      [OFFSETS]: offsets({}),
    });
    const subject = { url: server.url, name: "c", state: "running", restarts: 1 };
    await reachState(subject, Date.now() + 5000, { backoff: 20 });
    expect(server.lines()).toContain(RESET);
  });

  it("does not take what ran before a change for what runs after it", async () => {
    const replies = [running, status("RUNNING", "UNASSIGNED"), running];
    const server = await scriptedServer({ [STATUS]: replies });
    const subject = { url: server.url, name: "c", state: "running", restarts: 0 };
    await reachState(subject, Date.now() + 5000, { backoff: 20, changed: true });
    expect(server.requests.length).toBeGreaterThan(3);
  });

  it("lets what FAILED before a change start by itself", async () => {
    const { url } = await scriptedServer({ [STATUS]: [failed, running] });
    const subject = { url, name: "c", state: "running", restarts: 0 };
    await reachState(subject, Date.now() + 5000, { backoff: 500, changed: true });
  });

  it("gives up with the trace after the restarts that it may make", async () => {
    await expect(reach("running", failed, 2)).rejects.toThrow(
      new Error("connector 'c' FAILED again after 2 restarts: java.lang.Error: boom"),
    );
    await expect(reach("running", failed, 1)).rejects.toThrow(
      new Error("connector 'c' FAILED again after 1 restart: java.lang.Error: boom"),
    );
    await expect(reach("running", failed, 0)).rejects.toThrow(
      new Error("connector 'c' FAILED: java.lang.Error: boom"),
    );
  });

  it("shows the trace when the time is over before", async () => {
    await expect(reach("running", failed, 99, 0)).rejects.toThrow(
      new Error("waited 0 s for connector 'c' and its task to be RUNNING; last cause: java.lang.Error: boom"),
    );
  });
});

describe("awaitSnapshot", () => {
  it("fails with the trace when the connector fails in it", async () => {
    const { url } = await scriptedServer({ [STATUS]: failed });
    await expect(awaitSnapshot({ url, name: "c" }, Date.now() + 5000)).rejects.toThrow(
      new Error("connector 'c' FAILED in its snapshot: java.lang.Error: boom"),
    );
  });
});
