import { expect, it } from "vitest";
import { scriptedServer, type Script } from "../testing/http-server";
import { Observer } from "./observe";
import { BLANK, round } from "./round";
import type { WatcherSettings } from "./settings";

const kcat = (args: string[]): Promise<string> => {
  if (args.includes("-L"))
    return Promise.resolve(
      JSON.stringify({ topics: ["h", "t", "other"].map((topic) => ({ topic, partitions: [{}] })) }),
    );
  return Promise.resolve(
    args.some((arg) => arg.endsWith(":-2"))
      ? "h [0] offset 0\nt [0] offset 0\n"
      : "h [0] offset 3\nt [0] offset 9\n",
  );
};

async function watched(connectScript: Script, poller: object) {
  const connect = await scriptedServer(connectScript);
  const search = await scriptedServer({
    "GET /s-*?flat_settings=true&expand_wildcards=all": {
      status: 200,
      body: { "s-000001": { aliases: { a: {} }, settings: {}, mappings: {} } },
    },
    "GET /s-000001/ingestion/_state": { status: 200, body: { ingestion_state: { "s-000001": [poller] } } },
    "GET /s-000001/_stats?level=shards": { status: 200, body: { indices: {} } },
    "POST /s-000001/ingestion/_resume": { status: 200, body: {} },
  });
  const settings: WatcherSettings = {
    ...{ stack: "x", connectUrl: connect.url, searchUrl: search.url, bootstrapServers: "k:1" },
    ...{ interval: 10, maxRestarts: 3 },
    shards: [
      {
        ...{ name: "shard0", connector: "c", state: "running", historyTopic: "h", recovery: 0 },
        indexes: [{ series: "s", alias: "a", topic: "t", partitions: 1 }],
      },
    ],
  };
  return { connect, search, settings, observer: new Observer(settings, kcat) };
}

const status = (task: object) => ({ status: 200, body: { connector: { state: "RUNNING" }, tasks: [task] } });
const FAILED = { "GET /connectors/c/status": status({ id: 0, state: "FAILED", trace: "boom" }) };
const RUNNING = { "GET /connectors/c/status": status({ id: 0, state: "RUNNING" }) };
const RESTART = "POST /connectors/c/restart?includeTasks=true&onlyFailed=true";
const polling = { shard: 0, poller_state: "POLLING", poller_paused: false };

it("restarts what FAILED, once until the next step, and reports it", async () => {
  const { settings, observer, connect } = await watched(
    { ...FAILED, [RESTART]: { status: 202, body: {} } },
    polling,
  );
  const first = await round(settings, observer, BLANK, 0);
  const second = await round(settings, observer, first.memory, 10_000);
  expect(connect.lines().filter((line) => line === RESTART)).toHaveLength(1);
  const about = { shard: "shard0", subject: "connector 'c'" };
  const at = "1970-01-01T00:00:00.000Z";
  expect(second.fresh).toEqual([]);
  expect(second.report).toEqual({
    ...{ at: "1970-01-01T00:00:10.000Z", stack: "x", well: false },
    records: [{ ...about, at, event: "restarted", restarts: 1, cause: "boom" }],
    findings: [
      {
        ...about,
        state: "is healed",
        since: at,
        restarts: 1,
        next: "1970-01-01T00:00:20.000Z",
        cause: "boom",
      },
    ],
  });
});

it("resumes a poller that stays paused", async () => {
  const { settings, observer, search } = await watched(RUNNING, { ...polling, poller_paused: true });
  const first = await round(settings, observer, BLANK, 0);
  expect(first.fresh).toEqual([]);
  await round(settings, observer, first.memory, 20_000);
  expect(search.lines().filter((line) => line.endsWith("_resume"))).toHaveLength(1);
});

it("finds nothing, and does nothing, where all is well", async () => {
  const { settings, observer, connect } = await watched(RUNNING, polling);
  const { report, failures } = await round(settings, observer, BLANK, 0);
  expect(report).toEqual({
    at: "1970-01-01T00:00:00.000Z",
    stack: "x",
    well: true,
    findings: [],
    records: [],
  });
  expect(failures).toEqual([]);
  expect(connect.lines()).toEqual(["GET /connectors/c/status"]);
});

it("says what it could not carry out, and goes on", async () => {
  const refusal = { status: 400, body: { message: "no" } };
  const { settings, observer } = await watched({ ...FAILED, [RESTART]: refusal }, polling);
  const { failures } = await round(settings, observer, BLANK, 0);
  expect(failures).toEqual(["cannot restart connector 'c': 400 no"]);
});
