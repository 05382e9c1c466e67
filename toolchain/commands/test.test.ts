import { describe, expect, it } from "vitest";
import { nothing } from "../lib/counts";
import { Reporter } from "../lib/reporter";
import { runPhases, type Phase } from "./test";

async function runAll(phases: readonly Phase[]): Promise<{ code: number; lines: string[] }> {
  let text = "";
  const stream = { write: (chunk: string | Uint8Array) => (text += String(chunk)) !== "" };
  const code = await runPhases(phases, new Reporter(stream));
  return { code, lines: text.trimEnd().split("\n") };
}

const phase = (name: string, passed: number, failed: number): Phase => ({
  name,
  run: () => Promise.resolve({ ...nothing, passed, failed }),
});

describe("runPhases", () => {
  it("ends with the sum of all phases", async () => {
    const { code, lines } = await runAll([phase("lint", 1, 0), phase("unit tests", 20, 0)]);
    expect([code, lines.at(-1)]).toEqual([0, "21 passed, 0 failed"]);
  });

  it("stops at the first phase that fails and says what was not run", async () => {
    const { code, lines } = await runAll([
      phase("lint", 0, 1),
      phase("types", 1, 0),
      phase("unit tests", 1, 0),
    ]);
    expect(code).toBe(1);
    expect(lines.slice(-3)).toEqual(["not run: types, unit tests", "", "0 passed, 1 failed"]);
  });

  it("counts a phase that throws as one failure and tells the reason", async () => {
    const broken: Phase = { name: "set-up", run: () => Promise.reject(new Error("no docker")) };
    const { code, lines } = await runAll([phase("lint", 1, 0), broken]);
    expect(code).toBe(1);
    expect(lines).toContain("  cause:       no docker");
    expect(lines.at(-1)).toBe("1 passed, 1 failed");
  });
});
