import { describe, expect, it } from "vitest";
import type { Condition } from "./conditions";
import { delay, heal, type Decision, type Episodes } from "./healing";

const policy = { maxRestarts: 3, unit: 10_000 };
const about = { shard: "shard0", subject: "connector 'c'" };
const failed: Condition = { ...about, verdict: "restart", cause: "boom", act: { restart: "c" } };
const well: Condition = { ...about, verdict: "well" };
const purged: Condition = { ...about, verdict: "ill", cause: "purged", remedy: "npm run recover -- shard0" };

/** Looks at the conditions one after the other, each so many seconds after the begin. */
function follow(looks: [number, Condition][]): Decision[] {
  let episodes: Episodes = {};
  return looks.map(([second, condition]) => {
    const decision = heal([condition], episodes, policy, second * 1000);
    episodes = decision.episodes;
    return decision;
  });
}

const events = (decisions: Decision[]) =>
  decisions.map(({ records }) => records.map(({ event, restarts }) => `${event} ${restarts}`).join());

describe("the back-off", () => {
  it("is Strimzi's, in units", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((restarts) => delay(restarts, 1))).toEqual([
      0, 2, 6, 12, 20, 30, 42, 56,
    ]);
  });
});

describe("what FAILED", () => {
  it("is restarted at once, then with back-off, and given up after the bound", () => {
    const looks = [0, 10, 20, 79, 80, 600, 610].map((second): [number, Condition] => [second, failed]);
    const decisions = follow(looks);
    expect(events(decisions)).toEqual(["restarted 1", "", "restarted 2", "", "restarted 3", "gave up 3", ""]);
    expect(decisions.map(({ acts }) => acts.length)).toEqual([1, 0, 1, 0, 1, 0, 0]);
  });

  it("is told with its cause, its restarts and the time of the next", () => {
    expect(follow([[0, failed]])[0]).toEqual({
      episodes: { "connector 'c'": { since: 0, restarts: 1, lastRestart: 0, told: "restarted" } },
      acts: [{ restart: "c" }],
      records: [{ at: "1970-01-01T00:00:00.000Z", ...about, event: "restarted", restarts: 1, cause: "boom" }],
      findings: [
        {
          ...about,
          state: "is healed",
          since: "1970-01-01T00:00:00.000Z",
          restarts: 1,
          next: "1970-01-01T00:00:20.000Z",
          cause: "boom",
        },
      ],
    });
  });

  it("counts on when it fails again soon", () => {
    expect(
      events(
        follow([
          [0, failed],
          [10, well],
          [30, failed],
        ]),
      ),
    ).toEqual(["restarted 1", "well again 1", "restarted 2"]);
  });

  it("begins anew when it was well for long enough", () => {
    expect(
      events(
        follow([
          [0, failed],
          [10, well],
          [70, well],
          [80, failed],
        ]),
      ),
    ).toEqual(["restarted 1", "well again 1", "", "restarted 1"]);
  });

  it("keeps its count while nobody can say how it does", () => {
    const unknown: Condition = { ...about, verdict: "unknown", cause: "no answer" };
    const decisions = follow([
      [0, failed],
      [10, unknown],
      [20, failed],
    ]);
    expect(events(decisions)).toEqual(["restarted 1", "", "restarted 2"]);
    expect(decisions[1]?.findings).toEqual([
      { ...about, state: "unknown", since: "1970-01-01T00:00:00.000Z", restarts: 1, cause: "no answer" },
    ]);
  });
});

describe("what a restart cannot cure", () => {
  it("is told once, with the command, and never restarted", () => {
    const decisions = follow([
      [0, purged],
      [10, purged],
      [600, purged],
    ]);
    expect(events(decisions)).toEqual(["needs a person 0", "", ""]);
    expect(decisions.flatMap(({ acts }) => acts)).toEqual([]);
    expect(decisions[2]?.findings).toEqual([
      {
        ...about,
        state: "needs a person",
        since: "1970-01-01T00:00:00.000Z",
        restarts: 0,
        cause: "purged",
        remedy: "npm run recover -- shard0",
      },
    ]);
  });

  it("is told to be well again when it is", () => {
    const decisions = follow([
      [0, purged],
      [10, well],
      [20, well],
    ]);
    expect(events(decisions)).toEqual(["needs a person 0", "well again 0", ""]);
  });
});

describe("what lasts for a moment only", () => {
  it("is left alone, and not told", () => {
    const paused: Condition = { ...failed, act: { resume: "i" }, patience: 15_000 };
    expect(
      events(
        follow([
          [0, paused],
          [10, well],
          [20, paused],
          [40, paused],
        ]),
      ),
    ).toEqual(["", "", "", "resumed 1"]);
  });
});
