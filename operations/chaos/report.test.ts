import { expect, it } from "vitest";
import { renderPage, renderReport, renderRound } from "./report";
import type { Round } from "./round";

const round: Round = {
  at: "2026-02-03T04:05:06.789Z",
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
      "| fault | what | rounds | changes | lost | stale | surplus | seconds until told | seconds to recover | not clean |",
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
      "| kill-kafka | `kill -9` of kafka | 3 | 2700 | 2 | 0 | 0 | - | 8.3 / 12.0 / 12.0 | 1 |",
      "| power-cut | all at once | 0 | 0 | 0 | 0 | 0 | - | - | 0 |",
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

it("a round of a fault that needs a command says when the status told it", () => {
  expect(renderRound({ ...round, fault: "lose-history", target: "shard0", told: 44.44 })).toBe(
    "lose-history (shard0): told in 44.4 s, recovered in 8.3 s, 900 changes, 0 lost, 0 stale, 0 surplus",
  );
});

it("a page has the days, the sums, the rounds that were not clean, and the seeds", () => {
  const next = { ...round, seed: 1001, at: "2026-02-05T00:00:00.000Z", stale: 1 };
  const page = renderPage(faults, [round, next, { ...round, seed: 7, changes: 1000 }]).split("\n\n");
  expect(page[1]).toMatch(
    /^3 rounds of 1 faults \(2026-02-03 to 2026-02-05\), 2,800 changes: 0 lost, 1 stale, 0 surplus, 1 rounds not clean\. /,
  );
  expect(page.slice(-4)).toEqual([
    "## Not clean",
    "- seed 1001: kill-kafka (shardview-dev-kafka): recovered in 8.3 s, 900 changes, 0 lost, 1 stale, 0 surplus",
    "## Seeds",
    "- kill-kafka: 7, 1000-1001",
  ]);
});

it("a page says which rounds were clean when they were played again", () => {
  const bad = { ...round, stale: 1 };
  const again = { ...round, at: "2026-02-04T00:00:00.000Z" };
  const page = renderPage(faults, [bad, { ...bad, seed: 7 }, again]).split("\n\n");
  expect(page[1]).toContain(
    " 2 stale, 0 surplus, 2 rounds not clean, of which 1 were clean when the same seed was played again. ",
  );
  const line = (seed: number) =>
    `- seed ${seed}: kill-kafka (shardview-dev-kafka): recovered in 8.3 s, 900 changes, 0 lost, 1 stale, 0 surplus`;
  expect(page.at(-3)).toBe(`${line(1000)}; later clean\n${line(7)}`);
  expect(renderPage(faults, [again, { ...bad, at: "2026-02-05T00:00:00.000Z" }])).not.toContain(
    "later clean",
  );
});
