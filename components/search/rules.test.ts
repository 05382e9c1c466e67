import { describe, expect, it } from "vitest";
import { hasCaughtUp } from "./rules";

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
