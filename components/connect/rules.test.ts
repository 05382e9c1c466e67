import { describe, expect, it } from "vitest";
import { failureTrace, positionIsMissing, snapshotIsOver, stateOf } from "./rules";

/** A status with the connector's state and those of its tasks. */
function status(connector: string, ...tasks: string[]) {
  return {
    connector: { state: connector },
    tasks: tasks.map((state, id) => ({ id, state })),
  };
}

describe("stateOf", () => {
  it.each([
    ["running", status("RUNNING", "RUNNING")],
    ["running", status("RUNNING", "RUNNING", "RUNNING")],
    ["starting", undefined],
    ["starting", status("RUNNING")],
    ["starting", status("UNASSIGNED", "RUNNING")],
    ["starting", status("RUNNING", "UNASSIGNED")],
    ["starting", status("RUNNING", "RUNNING", "RESTARTING")],
    ["failed", status("RUNNING", "FAILED")],
    ["failed", status("FAILED")],
    ["failed", status("PAUSED", "FAILED")],
    ["paused", status("PAUSED", "PAUSED")],
    ["paused", status("RUNNING", "PAUSED")],
    ["stopped", status("STOPPED")],
  ])("is %s for %j", (state, given) => {
    expect(stateOf(given)).toBe(state);
  });
});

describe("failureTrace", () => {
  it("is the connector's, else that of the first task that FAILED", () => {
    const connector = { state: "RUNNING", trace: "old" };
    const tasks = [
      { id: 0, state: "RUNNING", trace: "older" },
      { id: 1, state: "FAILED", trace: "java.lang.Error: boom" },
    ];
    expect(failureTrace({ connector, tasks })).toBe("java.lang.Error: boom");
    expect(failureTrace({ connector: { state: "FAILED", trace: "no class" }, tasks })).toBe("no class");
  });

  it("says so when Connect gave none", () => {
    expect(failureTrace(status("RUNNING", "FAILED"))).toBe("Connect gave no trace");
  });
});

const position = { file: "binlog.000002", pos: 157 };

describe("positionIsMissing", () => {
  it.each([
    [false, "nothing is committed", []],
    [true, "only the notification of a snapshot's begin is", [{}]],
    [false, "a row is", [position]],
    [false, "a row is, beside a notification of no shard", [{}, position]],
  ])("is %s when %s", (expected, _, offsets) => {
    expect(positionIsMissing(offsets)).toBe(expected);
  });
});

describe("snapshotIsOver", () => {
  it.each([
    [false, "nothing is committed", []],
    [false, "the snapshot runs", [{ ...position, snapshot: "INITIAL", snapshot_completed: false }]],
    [false, "only a heartbeat's offset is there", [{ ts_sec: 1 }]],
    [true, "the offset is one of the binlog", [position]],
  ])("is %s when %s", (expected, _, offsets) => {
    expect(snapshotIsOver(offsets)).toBe(expected);
  });
});
