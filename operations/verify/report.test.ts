import { describe, expect, it } from "vitest";
import { exitCode, renderOutcomes, renderProgress } from "./report";
import type { TableResult } from "./table";

const equal: TableResult = {
  ...{ shard: "shard0", table: "products.products", index: "i", rows: 2800, ranges: 2, documents: 2800 },
  ...{ differences: [], repaired: [], unchecked: 0, leftOut: [] },
};
const differing: TableResult = {
  ...equal,
  shard: "shard1",
  rows: 2900,
  documents: 2899,
  differences: [
    { id: "7", kind: "missing" },
    { id: "8", kind: "missing" },
    { id: "9", kind: "stale", columns: ["price", "stock"] },
    { id: "900", kind: "surplus" },
  ],
  obstacle: "the poller of index 'i' is paused: 1 of 2 fetched messages indexed, 0 not yet fetched",
};
const broken = { shard: "shard2", table: "products.products", error: "No such container: mysql" };

describe("renderOutcomes", () => {
  it("says of equal tables that none differs", () => {
    expect(renderOutcomes([equal])).toBe(
      [
        "shard   table              rows  documents  missing  stale  surplus  result",
        "shard0  products.products  2800       2800        0      0        0  equal",
        "",
        "2800 rows compared, none differs.",
      ].join("\n"),
    );
  });

  it("says what was repaired", () => {
    const repaired: TableResult = { ...equal, repaired: differing.differences };
    expect(renderOutcomes([repaired])).toBe(
      [
        "shard   table              rows  documents  missing  stale  surplus  result",
        "shard0  products.products  2800       2800        0      0        0  repaired",
        "",
        "shard0 products.products:",
        "  repaired: 7, 8, 9 (price, stock), 900",
        "",
        "2800 rows compared, none differs; 4 repaired.",
      ].join("\n"),
    );
  });

  it("lists the keys apart, with the columns of stale ones, and what was in the way", () => {
    expect(renderOutcomes([equal, differing, broken])).toBe(
      [
        "shard   table              rows  documents  missing  stale  surplus  result",
        "shard0  products.products  2800       2800        0      0        0  equal",
        "shard1  products.products  2900       2899        2      1        1  DIFFERS",
        "shard2  products.products  -     -          -        -      -        not compared",
        "",
        "shard1 products.products:",
        "  missing: 7, 8",
        "  stale: 9 (price, stock)",
        "  surplus: 900",
        "  not everything may have arrived: the poller of index 'i' is paused: 1 of 2 fetched messages indexed, 0 not yet fetched",
        "",
        "shard2 products.products: No such container: mysql",
        "",
        "5700 rows compared, 4 differ; 1 of 3 tables could not be compared.",
      ].join("\n"),
    );
  });

  it("lists a bounded number of keys, and counts those that were not looked at again", () => {
    const differences = Array.from({ length: 22 }, (_, i) => ({ id: String(i), kind: "missing" as const }));
    const text = renderOutcomes([{ ...equal, differences, unchecked: 5, leftOut: ["cube"] }]);
    expect(text).toContain("18, 19, and 2 more (--json has all)\n");
    expect(text).toContain("  not looked at again: 5 more keys that differed\n");
    expect(text).toContain("  columns of an unknown type, left out: cube\n");
    expect(text).toContain("2800 rows compared, 27 differ.");
  });
});

describe("exitCode", () => {
  it("is 0 for equal, 1 for any difference, 2 for what could not be compared", () => {
    expect(exitCode([equal])).toBe(0);
    expect(exitCode([equal, differing, broken])).toBe(1);
    expect(exitCode([{ ...equal, unchecked: 1 }])).toBe(1);
    expect(exitCode([equal, broken])).toBe(2);
  });
});

describe("renderProgress", () => {
  it("shows a bar, the rows and their speed", () => {
    expect(renderProgress(600_000, 1_000_000, 30_000)).toBe(
      "[############--------] 60%  600,000 of 1,000,000 rows, 20,000 rows/s",
    );
  });

  it("is full when rows were inserted meanwhile, or there is none", () => {
    expect(renderProgress(11, 10, 0)).toBe("[####################] 100%  11 of 10 rows");
    expect(renderProgress(0, 0, 0)).toBe("[####################] 100%  0 of 0 rows");
  });
});
