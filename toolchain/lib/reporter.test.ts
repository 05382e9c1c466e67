import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Failure } from "./failure";
import { Reporter } from "./reporter";

function record(options?: { quiet: boolean }): { reporter: Reporter; lines: () => string[] } {
  let text = "";
  const stream = { write: (chunk: string | Uint8Array) => (text += String(chunk)) !== "" };
  const withoutTimes = (line: string): string => line.replace(/\(\d+\.\d s\)/, "(T)");
  return {
    reporter: new Reporter(stream, options),
    lines: () => text.trimEnd().split("\n").map(withoutTimes),
  };
}

afterEach(() => {
  vi.useRealTimers();
});

describe("Reporter", () => {
  it("prints a step with its elapsed time and result", async () => {
    const { reporter, lines } = record();
    await reporter.step("Docker engine", () => Promise.resolve("20.10, running"));
    expect(lines()).toEqual(["ok      Docker engine (T): 20.10, running"]);
  });

  it("prints notes at once, under the step's name", async () => {
    const { reporter, lines } = record();
    await reporter.step("Base image", (log) => {
      log.note("bootstrapping");
      return Promise.resolve("");
    });
    expect(lines()).toEqual(["        Base image: bootstrapping", "ok      Base image (T)"]);
  });

  it("turns what a step throws into a failure of that step", async () => {
    const { reporter, lines } = record();
    const step = reporter.step("Pulumi", () => Promise.reject(new Error("no disk space")));
    const failure = (await step.catch((error: unknown) => error)) as Failure;
    expect([failure.step, failure.reason]).toEqual(["Pulumi", "no disk space"]);
    expect(lines()).toEqual(["FAILED  Pulumi (T)"]);
  });

  it("says every 15 s what each running step does, where there is no terminal", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance", "setTimeout"] });
    const { reporter, lines } = record();
    const work = (said: string, milliseconds: number) =>
      reporter.step(said, async (log) => {
        log.progress(`${said} at work`);
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        return "";
      });
    const both = Promise.all([work("one", 20_000), work("two", 40_000)]);
    await vi.advanceTimersByTimeAsync(40_000);
    await both;
    expect(lines()).toEqual([
      "...     one (T): one at work",
      "...     two (T): two at work",
      "ok      one (T)",
      "...     two (T): two at work",
      "ok      two (T)",
    ]);
  });

  it("keeps silent about a step without notes when asked to be quiet", async () => {
    const { reporter, lines } = record({ quiet: true });
    await reporter.step("Pulumi", () => sleep(1, "installed"));
    expect(lines()).toEqual([""]);
  });
});
