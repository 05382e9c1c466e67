import { describe, expect, it } from "vitest";
import { add, asOne, countVitest, nothing, renderCounts } from "./counts";

function report(overrides: object = {}): string {
  return JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [{ status: "passed", assertionResults: [{ status: "passed" }] }],
    ...overrides,
  });
}

describe("countVitest", () => {
  it("counts passed, failed, skipped and planned tests", () => {
    const text = report({ numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 });
    expect(countVitest(text, false)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it("counts a file that could not be loaded as one failed test", () => {
    const text = report({ testResults: [{ status: "failed", assertionResults: [] }] });
    expect(countVitest(text, false)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  it("does not count a file twice whose test failed", () => {
    const failed = { status: "failed", assertionResults: [{ status: "failed" }] };
    expect(countVitest(report({ numFailedTests: 1, testResults: [failed] }), false)).toEqual({
      passed: 3,
      failed: 1,
      skipped: 0,
    });
  });

  it("counts a run that failed without a failed test, as after an unhandled error, as one failed test", () => {
    expect(countVitest(report(), false)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  it("counts a run that left no report as one failed test", () => {
    expect(countVitest(undefined, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe("renderCounts", () => {
  it("names passed and failed tests", () => {
    expect(renderCounts(add(asOne(true), countVitest(report(), true)))).toBe("4 passed, 0 failed");
  });

  it("names skipped tests only when there are some", () => {
    expect(renderCounts({ ...nothing, failed: 1, skipped: 2 })).toBe("0 passed, 1 failed, 2 skipped");
  });
});
