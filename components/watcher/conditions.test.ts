import { describe, expect, it } from "vitest";
import type { Poller } from "../search/ingestion";
import { conditions } from "./conditions";
import type { Observation, SeenSeries } from "./observation";
import type { WatchedShard } from "./settings";
import { highestEnds } from "./topic-conditions";

const shard: WatchedShard = {
  name: "shard0",
  connector: "c",
  state: "running",
  historyTopic: "history",
  recovery: 0,
  indexes: [{ series: "s", alias: "a", topic: "t", partitions: 1 }],
};
const poller: Poller = {
  shard: 0,
  paused: false,
  state: "POLLING",
  lag: 0,
  polled: 9,
  processed: 9,
  failed: 0,
  unreadable: 0,
  position: 8,
};
const served: SeenSeries = {
  index: "s-000001",
  generations: 1,
  pollers: [poller],
  blocked: [],
  readOnly: false,
};
const status = (connector: string, task: string, trace?: string) => ({
  seen: { connector: { state: connector }, tasks: [{ id: 0, state: task, trace }] },
});
const healthy: Observation = {
  connectors: { c: status("RUNNING", "RUNNING") },
  series: { s: { seen: served } },
  topics: { seen: { history: [{ first: 0, end: 3 }], t: [{ first: 0, end: 9 }] } },
  topicsAreNew: true,
};

/** What is wrong by an observation that differs from a healthy one. */
function wrong(changes: Partial<Observation>, of: WatchedShard = shard, ends = { t: [9] }) {
  return conditions([of], { ...healthy, ...changes }, ends).filter(
    ({ verdict, cause }) => verdict !== "well" && (verdict !== "unknown" || cause !== undefined),
  );
}
const series = (changes: Partial<SeenSeries>) =>
  wrong({ series: { s: { seen: { ...served, ...changes } } } });
const connector = { shard: "shard0", subject: "connector 'c'" };
const index = { shard: "shard0", subject: "index 's'" };

it("finds nothing wrong with a shard that is well", () => {
  expect(wrong({})).toEqual([]);
});

describe("a connector", () => {
  it("whose task FAILED is restarted", () => {
    expect(wrong({ connectors: { c: status("RUNNING", "FAILED", "boom") } })).toEqual([
      { ...connector, verdict: "restart", cause: "boom", act: { restart: "c" } },
    ]);
  });

  it("whose binlog was purged is not restarted but needs the command", () => {
    const trace = "x but this is no longer available on the server.";
    const cause = `MySQL has purged changes that the connector has not read yet (${trace})`;
    expect(wrong({ connectors: { c: status("RUNNING", "FAILED", trace) } })).toEqual([
      { ...connector, verdict: "ill", cause, remedy: "npm run recover -- shard0" },
    ]);
  });

  it.each(["paused", "stopped"] as const)(
    "that the stack wants %s is left alone, whatever it shows",
    (state) => {
      expect(wrong({ connectors: { c: status("STOPPED", "FAILED", "boom") } }, { ...shard, state })).toEqual(
        [],
      );
    },
  );

  it("that was paused by hand is told, not resumed", () => {
    const remedy = "npm run pulumi -- up --refresh";
    expect(wrong({ connectors: { c: status("PAUSED", "PAUSED") } })).toEqual([
      { ...connector, verdict: "ill", cause: "it was paused by hand", remedy, patience: 30_000 },
    ]);
  });

  it("that is gone is told with the command that makes it again", () => {
    const cause = "Connect has no connector of that name";
    const remedy = "npm run pulumi -- up --refresh";
    expect(wrong({ connectors: { c: { seen: undefined } } })).toEqual([
      { ...connector, verdict: "ill", cause, remedy, patience: 30_000 },
    ]);
  });

  it("of which Connect tells nothing is not judged, nor are its topics", () => {
    expect(wrong({ connectors: { c: { error: "no answer" } } })).toEqual([
      { ...connector, verdict: "unknown", cause: "no answer" },
    ]);
  });
});

describe("an index", () => {
  const resumed = {
    ...index,
    verdict: "restart",
    cause: "its poller is paused",
    remedy: "npm run recover -- shard0",
    act: { resume: "s-000001" },
  };
  const paused = { pollers: [{ ...poller, paused: true }] };

  it("whose poller is paused is resumed when that lasts", () => {
    expect(series(paused)).toEqual([{ ...resumed, patience: 15_000 }]);
  });

  it("is given more time while another is built beside it, which pauses it to take over", () => {
    expect(series({ ...paused, generations: 2 })).toEqual([{ ...resumed, patience: 120_000 }]);
  });

  it("that waits at a message is not resumed but needs the command", () => {
    const cause = "it waits at a message that it cannot take (partition 0, offset 8 or later)";
    const remedy = "npm run recover -- shard0";
    expect(series({ blocked: [poller] })).toEqual([
      { ...index, verdict: "ill", cause, remedy, patience: 15_000 },
    ]);
  });

  it("that a full disk keeps from writing is told as that, not as a message that it cannot take", () => {
    const cause = "the search engine's disk is full, and it lets nothing be written";
    const remedy = "make room on the disk; it goes on by itself";
    expect(series({ readOnly: true, blocked: [poller] })).toEqual([
      { ...index, verdict: "ill", cause, remedy },
    ]);
  });
});

describe("a topic", () => {
  const lost = (topic: string, cause: string) => [
    {
      ...{ shard: "shard0", subject: `topic '${topic}'`, verdict: "ill", cause },
      ...{ remedy: "npm run recover -- shard0", patience: 30_000 },
    },
  ];
  const seen = (topics: object) => ({
    topics: { seen: { ...("seen" in healthy.topics && healthy.topics.seen), ...topics } },
  });

  it("of the schema history that is empty is told while the connector still runs", () => {
    expect(wrong(seen({ history: [{ first: 4, end: 4 }] }))).toEqual(
      lost("history", "the schema history is empty: the connector cannot start again"),
    );
  });

  it("of a table that ends before what was seen of it was made anew", () => {
    expect(wrong(seen({ t: [{ first: 0, end: 2 }] }))).toEqual(
      lost("t", "it was made anew: it lacks rows, and its index waits behind its end"),
    );
  });

  it("that was made anew, before which its index pauses by itself, is told, and the index not resumed", () => {
    const paused = { ...served, pollers: [{ ...poller, paused: true }] };
    const found = wrong({ ...seen({ t: [{ first: 0, end: 2 }] }), series: { s: { seen: paused } } });
    expect(found.map(({ subject, verdict, act }) => [subject, verdict, act])).toEqual([
      ["index 's'", "ill", undefined],
      ["topic 't'", "ill", undefined],
    ]);
  });

  it("that was made anew stays so when it grows past where it was", () => {
    const of = [shard];
    const at = (end: number): Observation => ({ ...healthy, topics: { seen: { t: [{ first: 0, end }] } } });
    expect(highestEnds(of, at(9), {})).toEqual({ t: [9] });
    const ends = highestEnds(of, at(2), { t: [9] });
    expect(highestEnds(of, at(50), ends)).toEqual(ends);
    expect(ends.t).toEqual([Number.MAX_SAFE_INTEGER]);
  });

  it("is known by what its index has read to have been longer, also to a watcher that has just begun", () => {
    const short: Observation = { ...healthy, topics: { seen: { t: [{ first: 0, end: 2 }] } } };
    expect(highestEnds([shard], short, {})).toEqual({ t: [8] });
  });

  it("is not judged by what its index has read since Kafka was last asked", () => {
    const old: Observation = { ...healthy, topicsAreNew: false };
    expect(highestEnds([shard], old, { t: [5] })).toEqual({ t: [5] });
  });

  it("of a later recovery is another one, whatever was seen before", () => {
    const again = { ...shard, recovery: 1 };
    const short: Observation = { ...healthy, series: {}, topics: { seen: { t: [{ first: 0, end: 2 }] } } };
    expect(highestEnds([again], short, { t: [9] })).toEqual({ "t 1": [2] });
  });
});
