import { EventEmitter, once } from "node:events";
import { describe, expect, it } from "vitest";
import { nothing } from "./counts";
import { Reporter } from "./reporter";
import { runSteps, type Phase, type Step } from "./phases";

async function runAll(steps: readonly Step[]): Promise<{ code: number; lines: string[] }> {
  let text = "";
  const stream = { write: (chunk: string | Uint8Array) => (text += String(chunk)) !== "" };
  const code = await runSteps(steps, new Reporter(stream));
  return { code, lines: text.trimEnd().split("\n") };
}

const phase = (name: string, passed: number, failed: number): Phase => ({
  name,
  run: () => Promise.resolve({ ...nothing, passed, failed }),
});

describe("runSteps", () => {
  it("ends with the sum of all parts", async () => {
    const { code, lines } = await runAll([[phase("lint", 1, 0)], [phase("unit tests", 20, 0)]]);
    expect([code, lines.at(-1)]).toEqual([0, "21 passed, 0 failed"]);
  });

  it("stops at the first step that fails and says what was not run", async () => {
    const { code, lines } = await runAll([
      [phase("lint", 0, 1)],
      [phase("types", 1, 0), phase("unit tests", 1, 0)],
      [phase("integration tests", 1, 0)],
    ]);
    expect(code).toBe(1);
    expect(lines.slice(-3)).toEqual([
      "not run: types, unit tests, integration tests",
      "",
      "0 passed, 1 failed",
    ]);
  });

  it("counts a part that throws as one failure and tells the reason", async () => {
    const broken: Phase = { name: "set-up", run: () => Promise.reject(new Error("no docker")) };
    const { code, lines } = await runAll([[phase("lint", 1, 0)], [broken]]);
    expect(code).toBe(1);
    expect(lines).toContain("  cause:       no docker");
    expect(lines.at(-1)).toBe("1 passed, 1 failed");
  });

  it("lets the parts of a step run side by side, and shows each with its output when it has ended", async () => {
    const other = new EventEmitter();
    const first: Phase = {
      name: "types",
      run: async (reporter) => {
        reporter.line("checking");
        await once(other, "ended");
        return { ...nothing, passed: 1 };
      },
    };
    const second: Phase = {
      name: "lint",
      run: (reporter) => {
        reporter.line("linting");
        setImmediate(() => {
          other.emit("ended");
        });
        return Promise.resolve({ ...nothing, passed: 1 });
      },
    };
    const { lines } = await runAll([[first, second]]);
    const shown = lines.map((line) => line.replace(/ \(.*\)$/, "")).filter((line) => line !== "");
    expect(shown).toEqual([
      ...["== lint", "linting", "== lint passed"],
      ...["== types", "checking", "== types passed"],
      "2 passed, 0 failed",
    ]);
  });
});
