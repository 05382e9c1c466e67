import { describe, expect, it, vi } from "vitest";
import type { Poller } from "../../components/search/ingestion";
import { fakeCommand } from "../../components/testing/fake-command";
import { scriptedServer } from "../../components/testing/http-server";
import { pollerStatus, readStatus } from "./read";

const UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
const INDEX = "shard0.a.b-000001";
const environment = (url: string) => ({
  stack: "test",
  urls: { connect: url, search: url, kafka: "127.0.0.1:1" },
  shards: [
    {
      ...{ name: "shard0", container: "mysql-1", connector: "k" },
      tables: [{ shard: "shard0", table: "a.b", topic: "shard0.a.b", index: INDEX }],
    },
  ],
});
const poller: Poller = {
  ...{ shard: 0, paused: false, state: "POLLING", lag: 0, polled: 9, processed: 9, failed: 0, unreadable: 0 },
};

describe("readStatus", () => {
  it("gives what each source says, and the error of one that does not answer", async () => {
    vi.stubEnv(
      "PATH",
      fakeCommand("docker", [
        "case $(cat) in",
        `*STATUS*) printf 'binlog.000002\\t1234\\t\\t\\t${UUID}:1-9\\n' ;;`,
        `*GTID_SUBTRACT*) echo ${UUID}:8-9 ;;`,
        "*COUNT*) echo 2800 ;;",
        "esac",
        "echo '-- that was all --'",
      ]).path,
    );
    const { url } = await scriptedServer({
      "GET /connectors/k/status": {
        status: 200,
        body: {
          connector: { state: "RUNNING" },
          tasks: [{ id: 0, state: "FAILED", trace: "java.lang.Oops: no disk\n\tat a.b" }],
        },
      },
      "GET /connectors/k/offsets": {
        status: 200,
        body: { offsets: [{ offset: { gtids: `${UUID}:1-7`, ts_sec: Date.now() / 1000 + 60 } }] },
      },
      [`GET /${INDEX}/_count`]: { status: 404, body: { error: { reason: "no such index" } } },
      [`GET /${INDEX}/ingestion/_state`]: {
        status: 200,
        body: { ingestion_state: { [INDEX]: [{ shard: 0, poller_state: "PAUSED", poller_paused: true }] } },
      },
      [`GET /${INDEX}/_stats?level=shards`]: { status: 200, body: { indices: {} } },
    });
    const [table] = await readStatus(environment(url));
    expect(table).toMatchObject({
      ...{ shard: "shard0", table: "a.b", settled: false, rows: { value: 2800 } },
      mysql: { value: { position: "binlog.000002:1234", gtids: `${UUID}:1-9` } },
      connector: {
        value: {
          ...{ name: "k", state: "failed", failure: { cause: "java.lang.Oops: no disk", cure: "restart" } },
          ...{ unconfirmed: 2, millisecondsBehind: 0 },
        },
      },
      poller: { value: { state: "paused", lag: 0 } },
      documents: { error: `cannot count index '${INDEX}': 404 no such index` },
      topic: { error: expect.stringMatching(/^Kafka at 127\.0\.0\.1:1: /) as unknown },
    });
  });
});

describe("pollerStatus", () => {
  it.each([
    ["polls", [poller], { state: "polling", lag: 0 }],
    [
      "has messages to fetch and to index",
      [{ ...poller, lag: 5, processed: 7 }],
      { state: "polling", lag: 7 },
    ],
    ["is paused", [poller, { ...poller, paused: true }], { state: "paused", lag: 0 }],
    [
      "tries a message again and again",
      [{ ...poller, processed: 12, failed: 4 }],
      { state: "blocked", lag: 1 },
    ],
    ["does not know yet how far it is behind", [{ ...poller, lag: -1 }], { state: "starting", lag: 0 }],
    ["is not there", [], { state: "starting", lag: 0 }],
  ])("of one that %s", (_, pollers, status) => {
    expect(pollerStatus(pollers)).toEqual(status);
  });
});
