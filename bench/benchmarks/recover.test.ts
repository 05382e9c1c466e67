import { describe, expect, it } from "vitest";
import { lateness } from "./recover";

const change = (committed: number, visible: number) => ({ kind: "insert", committed, visible });

describe("the time until a contender has caught up", () => {
  it("ends with the last change that took longer than a second", () => {
    const samples = [
      change(9000, 9200),
      change(10_100, 17_000),
      change(16_500, 17_600),
      change(17_000, 17_900),
      change(30_000, 30_100),
    ];
    expect(lateness(samples, 10_000)).toEqual({ caughtUp: 7.6, longest: 6.9 });
  });

  it("is none where nothing was behind, or only before", () => {
    expect(lateness([change(1000, 4000), change(10_000, 10_200)], 5000)).toEqual({ caughtUp: 0, longest: 3 });
    expect(lateness([], 5000)).toEqual({ caughtUp: 0, longest: 0 });
  });
});
