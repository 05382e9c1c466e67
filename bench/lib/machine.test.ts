import { describe, expect, it } from "vitest";
import { loadBetween, parseTicks } from "./machine";

const STAT = "cpu  100 20 30 700 50 0 10 90 5 0\ncpu0 1 1 1 1 1 1 1 1 1 1\nintr 5\n";

describe("the ticks of the processors", () => {
  it("are those of all processors, waiting for a disk is idle, guests are in the user's", () => {
    expect(parseTicks(STAT)).toEqual({ total: 1000, idle: 750, steal: 90 });
  });

  it("are refused where there are none", () => {
    expect(() => parseTicks("cpu0 1 2 3\n")).toThrow(new Error("/proc/stat has no line of all processors"));
  });
});

describe("the machine's load", () => {
  it("is what was done between two looks; stolen time is not work", () => {
    const before = { total: 1000, idle: 500, steal: 100 };
    const after = { total: 3000, idle: 1500, steal: 350 };
    expect(loadBetween(before, after, 1.5)).toEqual({ load: 1.5, busy: 37.5, steal: 12.5 });
  });
});
