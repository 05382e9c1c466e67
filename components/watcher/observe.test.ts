import { expect, it } from "vitest";
import type { Seen } from "./observation";
import { Observer } from "./observe";
import type { WatchedShard, WatcherSettings } from "./settings";

const settings: WatcherSettings = {
  ...{ stack: "x", connectUrl: "http://c", searchUrl: "http://s", bootstrapServers: "k:1" },
  ...{ interval: 5, maxRestarts: 3 },
};
const shard: WatchedShard = {
  ...{ name: "shard0", connector: "c", state: "running", historyTopic: "h", recovery: 0 },
  indexes: [{ series: "t", alias: "a", topic: "t", partitions: 1 }],
};

/** What a search engine says whose alias is on `index`, with a poller that tries its second message in vain. */
function engineWith(index: string | undefined) {
  const polling_ingest_stats = {
    consumer_stats: { pointer_based_lag: 1, total_polled_count: 2 },
    message_processor_stats: { total_processed_count: 2, total_failed_count: 1 },
  };
  const shards = { 0: [{ routing: { primary: true }, polling_ingest_stats }] };
  const poller = { shard: 0, poller_state: "POLLING", poller_paused: false };
  const answers: Record<string, Seen<unknown>> = {
    "/t-*": { seen: index === undefined ? {} : { [index]: { aliases: { a: {} } } } },
    [`/${index}/ingestion/_state`]: { seen: { ingestion_state: { [index ?? ""]: [poller] } } },
    [`/${index}/_stats`]: { seen: { indices: { [index ?? ""]: { shards } } } },
  };
  return (path: string): Seen<unknown> => answers[path] ?? { error: `GET ${path}: status 404` };
}

/** A watcher; a look gives how many pollers are blocked, or why that is not known, and what each process asked. */
function observing() {
  const asked: string[][] = [];
  let answer: (path: string) => Seen<unknown>;
  const observer = new Observer(settings, {
    get: (urls) => {
      const paths = urls.map((url) => new URL(url).pathname);
      asked.push(paths);
      return Promise.resolve(paths.map((path) => (path === "/connectors" ? { seen: {} } : answer(path))));
    },
    kcat: () => Promise.resolve(""),
  });
  return async (now: number, engine: (path: string) => Seen<unknown>) => {
    answer = engine;
    const seen = (await observer.look([shard], now)).series.t;
    return {
      blocked: seen && "seen" in seen ? seen.seen.blocked.length : seen?.error,
      asked: asked.splice(0),
    };
  };
}

it("asks all its questions at once, from the second look on", async () => {
  const look = observing();
  const pollers = ["/t-000001/ingestion/_state", "/t-000001/_stats"];
  expect((await look(0, engineWith("t-000001"))).asked).toEqual([["/connectors", "/t-*"], pollers]);
  expect((await look(5000, engineWith("t-000001"))).asked).toEqual([["/connectors", "/t-*", ...pollers]]);
});

it("asks for the pollers of the index that serves now, when another did at the last look", async () => {
  const look = observing();
  await look(0, engineWith("t-000001"));
  const { asked, blocked } = await look(6000, engineWith("t-000002"));
  expect(asked[1]).toEqual(["/t-000002/ingestion/_state", "/t-000002/_stats"]);
  expect(blocked).toBe(0);
  expect((await look(12_000, engineWith("t-000002"))).blocked).toBe(1);
});

it("does not mind that the index of the last look is gone, and none serves", async () => {
  const look = observing();
  await look(0, engineWith("t-000001"));
  expect((await look(6000, engineWith(undefined))).blocked).toBe(0);
  expect((await look(12_000, engineWith(undefined))).asked).toEqual([["/connectors", "/t-*"]]);
});

it("counts a poller as blocked when it has not got on for more than five seconds", async () => {
  const look = observing();
  expect((await look(0, engineWith("t-000001"))).blocked).toBe(0);
  expect((await look(5000, engineWith("t-000001"))).blocked).toBe(0);
  expect((await look(5001, engineWith("t-000001"))).blocked).toBe(1);
});

it("says why nothing is known of the pollers, and remembers over it what they did", async () => {
  const look = observing();
  const engine = engineWith("t-000001");
  await look(0, engine);
  const silent = (path: string) => (path.endsWith("_stats") ? { error: "timed out" } : engine(path));
  expect((await look(3000, silent)).blocked).toBe("timed out");
  expect((await look(6000, engine)).blocked).toBe(1);
});
