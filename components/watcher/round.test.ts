import { expect, it } from "vitest";
import { send } from "../rest";
import { scriptedServer, type Script } from "../testing/http-server";
import { Observer, type Senses } from "./observe";
import { BLANK, round } from "./round";
import type { WatchedShard, WatcherSettings } from "./settings";

/** As the program's own, but each process is a request. */
const senses: Senses = {
  get: (urls) =>
    Promise.all(
      urls.map(async (url) => {
        const { status, body } = await send({ method: "GET", url });
        return status === 200 ? { seen: body } : { error: `GET ${url}: status ${status}` };
      }),
    ),
  kcat: (args) =>
    Promise.resolve(
      args.some((arg) => arg.endsWith(":-2"))
        ? "h [0] offset 0\nt [0] offset 0\n"
        : "h [0] offset 3\nt [0] offset 9\n",
    ),
};

const SHOWN =
  "expand_wildcards=all&filter_path=*.aliases,*.settings.index.uuid,*.settings.index.blocks.read_only_allow_delete";
const STATS = "indices.*.shards.*.routing.primary,indices.*.shards.*.polling_ingest_stats";
const shard: WatchedShard = {
  ...{ name: "shard0", connector: "c", state: "running", historyTopic: "h", recovery: 0 },
  indexes: [{ series: "s", alias: "a", topic: "t", partitions: 1 }],
};

/** A watcher with its first looks: gives the reports of looks at these times. */
async function watched(connectScript: Script, poller: object) {
  const connect = await scriptedServer({
    "GET /connectors/c/offsets": { status: 200, body: { offsets: [] } },
    ...connectScript,
  });
  const search = await scriptedServer({
    [`GET /s-*?${SHOWN}`]: {
      status: 200,
      body: { "s-000001": { aliases: { a: {} }, settings: { index: { uuid: "u" } } } },
    },
    "GET /s-000001/ingestion/_state?size=5000": {
      status: 200,
      body: { ingestion_state: { "s-000001": [poller] } },
    },
    [`GET /s-000001/_stats?level=shards&filter_path=${STATS}`]: { status: 200, body: {} },
    "POST /s-000001/ingestion/_resume": { status: 200, body: {} },
  });
  const settings: WatcherSettings = {
    ...{ stack: "x", connectUrl: connect.url, searchUrl: search.url, bootstrapServers: "k:1" },
    ...{ interval: 10, maxRestarts: 3 },
  };
  const observer = new Observer(settings, senses);
  let memory = BLANK;
  const look = async (now: number) => {
    const result = await round(settings, [shard], observer, memory, now);
    memory = result.memory;
    return result;
  };
  return { connect, search, look };
}

const STATUSES = "GET /connectors?expand=status";
const statuses = (task: object) => ({
  [STATUSES]: {
    status: 200,
    body: { c: { status: { connector: { state: "RUNNING" }, tasks: [task] } } },
  },
});
const FAILED = statuses({ id: 0, state: "FAILED", trace: "boom" });
const RUNNING = statuses({ id: 0, state: "RUNNING" });
const RESTART = "POST /connectors/c/restart?includeTasks=true&onlyFailed=true";
const polling = { shard: 0, poller_state: "POLLING", poller_paused: false };

it("restarts what FAILED, once until the next step, and reports it", async () => {
  const { look, connect } = await watched({ ...FAILED, [RESTART]: { status: 202, body: {} } }, polling);
  await look(0);
  const { fresh, report } = await look(10_000);
  expect(connect.lines().filter((line) => line === RESTART)).toHaveLength(1);
  const about = { shard: "shard0", subject: "connector 'c'" };
  const at = "1970-01-01T00:00:00.000Z";
  expect(fresh).toEqual([]);
  expect(report).toEqual({
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
  const { look, search } = await watched(RUNNING, { ...polling, poller_paused: true });
  expect((await look(0)).fresh).toEqual([]);
  await look(20_000);
  expect(search.lines().filter((line) => line.endsWith("_resume"))).toHaveLength(1);
});

it("finds nothing, and does nothing, where all is well", async () => {
  const { look, connect } = await watched(RUNNING, polling);
  const { report, failures } = await look(0);
  expect(report).toEqual({
    ...{ at: "1970-01-01T00:00:00.000Z", stack: "x" },
    ...{ well: true, findings: [], records: [] },
  });
  expect(failures).toEqual([]);
  expect(connect.lines()).toEqual([STATUSES]);
});

it("says what it could not carry out, and goes on", async () => {
  const { look } = await watched({ ...FAILED, [RESTART]: { status: 400, body: { message: "no" } } }, polling);
  expect((await look(0)).failures).toEqual(["cannot restart connector 'c': 400 no"]);
});

it("says which service does not answer as it should, and judges nothing that is its", async () => {
  const { look, connect } = await watched({ [STATUSES]: { status: 500 } }, polling);
  const error = `GET ${connect.url}/connectors?expand=status: status 500`;
  const [finding, ...others] = (await look(0)).report.findings;
  expect(finding).toEqual({
    ...{ shard: "shard0", subject: "connector 'c'", state: "unknown" },
    ...{ since: "1970-01-01T00:00:00.000Z", restarts: 0, cause: error },
  });
  expect(others).toEqual([]);
});
