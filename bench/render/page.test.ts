import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../../toolchain/lib/paths";
import type { Result } from "../lib/results";
import { freshnessChart } from "./charts";
import { pageOf, readResults } from "./main";
import { renderPage } from "./page";

const RESULT: Result = {
  ...{ name: "freshness", at: "2026-11-02T03:04:05.678Z", commit: "abc1234" },
  machine: { processors: 2, model: "CPU", memoryGiB: 24, kernel: "6.1", node: "20" },
  settings: { rounds: 2, rates: [100, 500] },
  measurements: [
    ["shardview", 1, 12_345.5, 0.5],
    ["shardview", 2, 1000, 0.5],
    ["script", 1, 7, 2],
  ].map(([contender, round, p50, load]) => ({
    ...{ contender: contender as string, case: "100/s", round: round as number, place: 1 },
    figures: { p50: p50 as number, p99: 2 * (p50 as number) },
    machine: { load: load as number, busy: 1, steal: 0 },
  })),
};
const SECTION = {
  name: "freshness",
  title: "Fresh",
  text: "How fresh.",
  figures: { p50: "p50 ms", no: "none" },
};

describe("the page", () => {
  it("shows the median with minimum and maximum, the load of the machine, and what it was measured on", () => {
    expect(
      renderPage("# Benchmarks\n", [{ ...SECTION, picture: "f.svg" }], new Map([["freshness", RESULT]])),
    ).toBe(
      `# Benchmarks

## Fresh

How fresh.

![Fresh](benchmarks/f.svg)

| case | | p50 ms | rounds | load | steal % |
| --- | --- | --- | --- | --- | --- |
| 100/s | shardview | **6,672.75** (1,000-12,345.5) | 2 | 0.5 | 0 |
| 100/s | script | 7 | 1 | 2 | 0 |

2026-11-02, commit abc1234; 2 × CPU, 24 GiB, Linux 6.1; rounds 2; rates 100, 500.
`.replace("| case | |", "| case |  |"),
    );
  });

  it("says what was not measured yet", () => {
    expect(renderPage("# B", [SECTION], new Map())).toBe(
      "# B\n\n## Fresh\n\nHow fresh.\n\nNot measured yet: `npm run bench:freshness`.\n",
    );
  });
});

describe("a picture", () => {
  it("has a line for the p50 and the p99 of each contender", () => {
    const picture = freshnessChart(RESULT);
    expect(picture).toMatch(/^<svg /);
    for (const name of ["shardview p50", "shardview p99", "script p50", "script p99"])
      expect(picture).toContain(name);
  });
});

describe("docs/benchmarks.md", () => {
  it("is made of the results", async () => {
    const committed = readFileSync(join(projectRoot, "docs/benchmarks.md"), "utf8");
    expect(committed).toBe(await pageOf(readResults()));
  });
});
