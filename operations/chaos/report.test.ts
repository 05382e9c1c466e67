import { expect, it } from "vitest";
import { renderReport, renderRound } from "./report";
import type { Round } from "./round";

const round: Round = {
  ...{ fault: "kill-kafka", target: "shardview-dev-kafka", seed: 1000, changes: 900 },
  ...{ lost: 0, stale: 0, surplus: 0, seconds: 8.25 },
};
const faults = [
  { name: "kill-kafka", what: "`kill -9` of kafka" },
  { name: "power-cut", what: "all at once" },
];

it("a report has a row for each fault, with the rounds that were not clean", () => {
  const bad = { ...round, lost: 2, seconds: undefined, error: "shard0: it is not there" };
  expect(renderReport(faults, [round, { ...round, seconds: 12 }, bad])).toBe(
    [
      "| fault | what | rounds | changes | lost | stale | surplus | seconds to recover | not clean |",
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
      "| kill-kafka | `kill -9` of kafka | 3 | 2700 | 2 | 0 | 0 | 8.3 / 12.0 / 12.0 | 1 |",
      "| power-cut | all at once | 0 | 0 | 0 | 0 | 0 | - | 0 |",
    ].join("\n"),
  );
});

it("a round says what was broken, how long the recovery took and what differs", () => {
  expect(renderRound(round)).toBe(
    "kill-kafka (shardview-dev-kafka): recovered in 8.3 s, 900 changes, 0 lost, 0 stale, 0 surplus",
  );
  const bad = { ...round, stale: 1, seconds: undefined, error: "shard0: it is not there" };
  expect(renderRound(bad)).toBe(
    "kill-kafka (shardview-dev-kafka): not recovered, 900 changes, 0 lost, 1 stale, 0 surplus; shard0: it is not there",
  );
});
