import { describe, expect, it } from "vitest";
import { lateness } from "./recover";

const change = (committed: number, visible: number) => ({ kind: "insert", committed, visible });

describe("the time until a contender has caught up", () => {
  const samples = [
    change(9000, 9200),
    change(10_100, 17_000),
    change(16_500, 17_600),
    change(17_000, 17_900),
    change(30_000, 30_100),
  ];

  it("ends with the last change that took longer than a second, its backlog when nothing so old is missing any more", () => {
    expect(lateness(samples, 10_000)).toEqual({ backlog: 7, caughtUp: 7.6, longest: 6.9 });
  });

  it("goes on after the backlog, where a change is late again", () => {
    const again = [change(10_000, 11_050), ...samples, change(20_000, 21_200)];
    expect(lateness(again, 10_000)).toEqual({ backlog: 7, caughtUp: 11.2, longest: 6.9 });
  });

  it("is none where nothing was behind, or only before", () => {
    const none = { backlog: 0, caughtUp: 0 };
    expect(lateness([change(1000, 4000), change(10_000, 10_200)], 5000)).toEqual({ ...none, longest: 3 });
    expect(lateness([], 5000)).toEqual({ ...none, longest: 0 });
  });
});
