import { describe, expect, it } from "vitest";
import { without } from "../objects";
import {
  hasReached,
  hasSettled,
  isNear,
  looksBlocked,
  progress,
  watchForEnds,
  withinTopic,
  type Poller,
} from "./ingestion";
import { watchForBlocks } from "./block-watch";

const done: Poller = {
  ...{ shard: 0, paused: false, state: "POLLING", lag: 0 },
  ...{ polled: 10, processed: 10, failed: 0, unreadable: 0, position: 9 },
};

function poller(change: Partial<Poller> = {}): Poller {
  return { ...done, ...change };
}

describe("watchForEnds", () => {
  it.each<[boolean, string, Partial<Poller>[]]>([
    [true, "every message is processed", [{}]],
    [true, "the topic is empty", [{ polled: 0, processed: 0 }]],
    [false, "messages are left to fetch", [{ lag: 1 }]],
    [false, "nothing is known of the lag", [{ lag: -1 }]],
    [false, "fetched messages are not processed", [{ processed: 9 }]],
    [false, "a message is tried again and again", [{ polled: 11, processed: 14, failed: 4 }]],
    [true, "attempts failed, and all went through in the end", [{ processed: 14, failed: 4 }]],
    [false, "a poller is busy or still starting", [{}, { shard: 1, state: "PROCESSING" }]],
    [false, "there is no poller", []],
  ])("is %s when %s", (expected, _, changes) => {
    expect(watchForEnds()(changes.map(poller))).toBe(expected);
  });

  it("is true when the pollers are past the first known ends, however much is left by then", () => {
    const reached = watchForEnds();
    // 9 is indexed, 10 and 11 are fetched, 12 to 14 are left.
    const busy = { state: "PROCESSING", polled: 12, lag: 3 };
    expect(reached([poller({ ...busy, lag: -1 }), poller({ shard: 1 })])).toBe(false);
    expect(reached([poller(busy), poller({ shard: 1 })])).toBe(false);
    const later = { ...busy, polled: 1015, lag: 7000 };
    expect(reached([poller({ ...later, position: 14, processed: 15 }), poller({ shard: 1 })])).toBe(false);
    expect(reached([poller({ ...later, position: 15, processed: 15 }), poller({ shard: 1 })])).toBe(true);
  });

  it("does not take a poller that has begun nothing for one that is past an end", () => {
    const reached = watchForEnds();
    const begun = poller({ state: "PROCESSING", lag: 5, polled: 0, processed: 0 });
    const starting = without(begun, "position");
    expect([reached([starting]), reached([starting])]).toEqual([false, false]);
  });
});

describe("isNear", () => {
  it.each<[boolean, string, Partial<Poller>]>([
    [true, "a fetch is left and the poller is busy", { lag: 2000, state: "PROCESSING", processed: 3 }],
    [false, "more is left", { lag: 2001 }],
    [false, "nothing is known of the lag", { lag: -1 }],
    [false, "the poller is paused", { paused: true }],
    [false, "attempts fail", { processed: 12, failed: 3 }],
  ])("is %s when %s", (expected, _, change) => {
    expect(isNear([poller(change)])).toBe(expected);
  });
});

describe("progress", () => {
  it("says how far the pollers have come together, without attempts that failed", () => {
    expect(progress([poller({ lag: 3, failed: 2 }), poller({ shard: 1, lag: -1 })])).toBe(
      "18 of 20 fetched messages indexed, 3 not yet fetched",
    );
  });
});

describe("looksBlocked", () => {
  it.each<[boolean, string, Partial<Poller>]>([
    [true, "attempts fail and a message is left", { processed: 12, failed: 3 }],
    [true, "the poller stopped at what it cannot read", { paused: true, unreadable: 1 }],
    [false, "attempts failed, and all went through in the end", { processed: 13, failed: 3 }],
    [false, "the poller was paused by hand", { paused: true }],
  ])("is %s when %s", (expected, _, change) => {
    expect(looksBlocked(poller(change))).toBe(expected);
  });
});

describe("watchForBlocks", () => {
  it("gives a poller that fails and has not gone on for long, however the others do", () => {
    const watch = watchForBlocks();
    const stuck = poller({ processed: 12, failed: 3 });
    expect(watch([stuck, poller({ shard: 1 })], 0).blocked).toEqual([]);
    expect(watch([stuck, poller({ shard: 1, polled: 11 })], 5000)).toEqual({ blocked: [], quiet: 0 });
    expect(watch([stuck, poller({ shard: 1, polled: 11 })], 5001)).toEqual({ blocked: [stuck], quiet: 1 });
  });

  it("gives a paused poller at once", () => {
    expect(watchForBlocks()([poller({ paused: true })], 0).blocked).toHaveLength(1);
  });
});

describe("hasSettled", () => {
  const resting = poller({ paused: true, state: "PAUSED" });
  it.each<[boolean, string, Poller, Poller[]]>([
    [true, "everything fetched is processed", resting, []],
    [false, "the poller still walks through what it fetched", { ...resting, state: "PROCESSING" }, []],
    [false, "something is on its way", { ...resting, polled: 11 }, []],
    [
      true,
      "it stands at a message that fails",
      { ...resting, polled: 11, processed: 14, failed: 4 },
      [resting],
    ],
  ])("is %s when %s", (expected, _, now, before) => {
    expect(hasSettled(before, [now])).toBe(expected);
  });
});

/** Milliseconds of rest after which a lag is surely newer. */
const AFTER = 4001;

describe("hasReached", () => {
  const rests = [poller({ position: 9 })];
  it.each<[boolean, string, Partial<Poller>, number]>([
    [true, "the other is past it", { position: 10, processed: 3 }, 0],
    [true, "the other has just done it", { position: 9 }, 0],
    [false, "the other has it before it", { position: 8 }, 0],
    [false, "the other was set there and has begun nothing", { position: 9, polled: 0, processed: 0 }, 0],
    [true, "the other has had nothing to fetch for long", { position: 5, polled: 0, processed: 0 }, AFTER],
    [
      false,
      "the other tries a message before it again and again",
      { position: 8, processed: 14, failed: 5 },
      AFTER,
    ],
    [false, "the other tries that message again and again", { position: 9, processed: 14, failed: 5 }, 0],
    [false, "the other has something to fetch", { position: 5, lag: 1 }, AFTER],
  ])("is %s when %s", (expected, _, change, rested) => {
    expect(hasReached([poller(change)], rests, rested)).toBe(expected);
  });

  it("asks nothing of a partition that never had a message, and everything of each poller", () => {
    expect(hasReached([poller()], [without(poller(), "position")], 0)).toBe(true);
    expect(hasReached([], rests, 0)).toBe(false);
  });
});

describe("withinTopic", () => {
  const rests = [poller({ position: 900 })];
  const goal = (change: Partial<Poller>, rested = AFTER) =>
    withinTopic(rests, [poller(change)], rested).map(({ position }) => position);

  it("is the end of a topic that was made anew, which lies before the position in the old one", () => {
    expect(goal({ position: 500, lag: 20 })).toEqual([520]);
  });

  it.each<[string, Partial<Poller>, number?]>([
    ["the topic goes on behind it", { position: 500, lag: 400 }],
    ["messages are fetched and not indexed", { position: 500, lag: 20, processed: 9 }],
    ["the lag may be from before the rest", { position: 500, lag: 20 }, AFTER - 1],
    ["the lag is not known", { position: 500, lag: -1 }],
    ["nothing was begun yet", { position: undefined, lag: 0 }],
  ])("is where they stand when %s", (_, change, rested) => {
    expect(goal(change, rested)).toEqual([900]);
  });

  it("leaves a poller as it is that began nothing, or has no counterpart", () => {
    const others = [without(poller(), "position"), poller({ shard: 1, position: 900 })];
    expect(withinTopic(others, [poller({ position: 5 })], AFTER)).toEqual(others);
  });
});
