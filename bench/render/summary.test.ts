import { describe, expect, it } from "vitest";
import type { Measurement } from "../lib/results";
import { summarize } from "./summary";

function measured(contender: string, name: string, p50: number, differing = 0): Measurement {
  return {
    ...{ contender, case: name, round: 1, place: 1, figures: { p50 } },
    machine: { load: p50 / 10, busy: 50, steal: 1 },
    comparison: { rows: 5, documents: 5, differing },
  };
}

describe("a summary", () => {
  it("has minimum, median and maximum of the rounds, case by case", () => {
    const measurements = [
      measured("shardview", "idle", 10),
      measured("shardview", "500/s", 50),
      measured("script", "idle", 5),
      measured("shardview", "idle", 30),
      measured("shardview", "idle", 20),
    ];
    const rows = summarize({ measurements });
    expect(rows.map((row) => `${row.case} ${row.contender} ${row.rounds}`)).toEqual([
      "idle shardview 3",
      "idle script 1",
      "500/s shardview 1",
    ]);
    expect(rows[0]).toMatchObject({
      figures: { p50: { min: 10, median: 20, max: 30 } },
      load: { min: 1, median: 2, max: 3 },
      discounted: 0,
    });
  });

  it("leaves out a round that lost a row, and says so", () => {
    const [row] = summarize({
      measurements: [measured("pgsync", "idle", 1, 3), measured("pgsync", "idle", 9)],
    });
    expect(row).toMatchObject({ rounds: 1, discounted: 1, figures: { p50: { min: 9, median: 9, max: 9 } } });
  });

  it("has no figures where every round lost a row", () => {
    const [row] = summarize({ measurements: [measured("pgsync", "idle", 1, 3)] });
    expect(row).toMatchObject({ rounds: 0, discounted: 1, figures: {} });
  });
});
