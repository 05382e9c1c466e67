import { describe, expect, it } from "vitest";
import { snapshotOutcome, snapshotSignal } from "./snapshot-signal";

function notification(type: string, additional_data: Record<string, string> = {}, id = "a"): string {
  return JSON.stringify({ id, aggregate_type: "Incremental Snapshot", type, additional_data, timestamp: 1 });
}

describe("snapshotSignal", () => {
  it("asks for an incremental snapshot of the tables", () => {
    expect(JSON.parse(snapshotSignal("a", ["products\\.notes"]))).toEqual({
      id: "a",
      type: "execute-snapshot",
      data: { type: "INCREMENTAL", "data-collections": ["products\\.notes"] },
    });
  });

  it("asks for the rows that fit a condition", () => {
    expect(JSON.parse(snapshotSignal("a", ["products\\.notes"], "`id` IN (5, 7)"))).toEqual({
      id: "a",
      type: "execute-snapshot",
      data: {
        type: "INCREMENTAL",
        "data-collections": ["products\\.notes"],
        "additional-conditions": [{ "data-collection": "products\\.notes", filter: "`id` IN (5, 7)" }],
      },
    });
  });
});

describe("snapshotOutcome", () => {
  it.each([
    ["not over yet", undefined, notification("STARTED")],
    [
      "not over after a table",
      undefined,
      notification("TABLE_SCAN_COMPLETED", { status: "SUCCEEDED", scanned_collection: "p.n" }),
    ],
    [
      "not over after an empty table",
      undefined,
      notification("TABLE_SCAN_COMPLETED", { status: "EMPTY", scanned_collection: "p.n" }),
    ],
    ["over", "", notification("COMPLETED")],
    [
      "failed for a table",
      "could not read p.n: NO_PRIMARY_KEY",
      notification("TABLE_SCAN_COMPLETED", { status: "NO_PRIMARY_KEY", scanned_collection: "p.n" }),
    ],
    ["stopped by a hand", "was STOPPED", notification("STOPPED")],
    ["aborted", "was ABORTED", notification("ABORTED")],
    ["another one's", undefined, notification("COMPLETED", {}, "b")],
    ["no notification", undefined, "x"],
  ])("of one that is %s is %j", (_, outcome, text) => {
    expect(snapshotOutcome("a", text)).toBe(outcome);
  });
});
