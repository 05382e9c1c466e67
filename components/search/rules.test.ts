import { describe, expect, it } from "vitest";
import { hasCaughtUp, isBlocked, progress } from "./rules";

const done = { paused: false, idle: true, lag: 0, polled: 10, processed: 10, failed: 0 };

describe("hasCaughtUp", () => {
  it.each([
    [true, "every message is processed", {}],
    [true, "the topic is empty", { polled: 0, processed: 0 }],
    [false, "messages are left to fetch", { lag: 1 }],
    [false, "fetched messages are not processed", { processed: 9 }],
    [false, "a poller is busy or still starting", { idle: false }],
  ])("is %s when %s", (expected, _, change) => {
    expect(hasCaughtUp({ ...done, ...change })).toBe(expected);
  });
});

describe("progress", () => {
  it("says how far the pollers have come, without counting attempts that failed", () => {
    expect(progress({ ...done, lag: 3, processed: 9, failed: 2 })).toBe(
      "7 of 10 fetched messages indexed, 3 not yet fetched",
    );
  });
});

describe("isBlocked", () => {
  it.each([
    [true, "a poller has stopped", { paused: true }, 0],
    [true, "attempts fail and nothing has moved for long", { failed: 1 }, 5001],
    [false, "attempts fail but there was progress just now", { failed: 1 }, 5000],
    [false, "nothing fails, however quiet it is", {}, 60_000],
  ])("is %s when %s", (expected, _, change, quiet) => {
    expect(isBlocked({ ...done, ...change }, quiet)).toBe(expected);
  });
});
