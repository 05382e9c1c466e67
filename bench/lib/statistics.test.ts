import { describe, expect, it } from "vitest";
import { latencies, percentile, spread } from "./statistics";

describe("percentile", () => {
  it("is a value that was measured, whatever the order", () => {
    expect(percentile([30, 10, 20, 40], 0.5)).toBe(20);
    expect(percentile([30, 10, 20, 40], 0.75)).toBe(30);
    expect(percentile([30, 10, 20, 40], 0.99)).toBe(40);
    expect(percentile([30, 10], 0)).toBe(10);
  });

  it("does not exist where nothing was measured", () => {
    expect(() => percentile([], 0.5)).toThrow(new Error("there is no percentile of no values"));
  });
});

describe("spread", () => {
  it("gives the middle value, or the mean of two", () => {
    expect(spread([9, 1, 5])).toEqual({ min: 1, median: 5, max: 9 });
    expect(spread([4, 1, 2, 100])).toEqual({ min: 1, median: 3, max: 100 });
    expect(spread([10, 9])).toEqual({ min: 9, median: 9.5, max: 10 });
  });

  it("does not exist where nothing was measured", () => {
    expect(() => spread([])).toThrow(new Error("there is no median of no values"));
  });
});

describe("latencies", () => {
  it("rounds to whole milliseconds", () => {
    const times = Array.from({ length: 200 }, (_, i) => i + 0.6);
    expect(latencies(times)).toEqual({ p50: 100, p95: 190, p99: 198, max: 200 });
  });
});
