import { describe, expect, it } from "vitest";
import { passThrough, run, tryRun } from "./process";

const sh = (script: string): [string, string[]] => ["sh", ["-c", script]];

describe("run", () => {
  it("gives back what the command wrote to stdout", async () => {
    expect((await run(...sh("echo one; echo two"))).stdout).toBe("one\ntwo");
  });

  it("passes every line of both streams on while the command runs", async () => {
    const lines: string[] = [];
    await run(...sh("echo out; echo err >&2"), { onLine: (line) => lines.push(line) });
    expect(lines.sort()).toEqual(["err", "out"]);
  });

  it("fails with the exit code and the command's own words", async () => {
    await expect(run(...sh("echo fine; echo broken >&2; exit 3"))).rejects.toThrow(
      new Error("sh -c echo fine; echo broken >&2; exit 3 ended with exit code 3:\nbroken"),
    );
  });

  it("keeps only the last 20 lines of a long story", async () => {
    const error = (await run(...sh("seq 1 100 >&2; false")).catch((thrown: unknown) => thrown)) as Error;
    const lines = error.message.split("\n").slice(1);
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([20, "81", "100"]);
  });

  it("names a command that is not there", async () => {
    await expect(run("shardview-no-such-command", [])).rejects.toThrow(
      new Error("shardview-no-such-command could not be started:\nspawn shardview-no-such-command ENOENT"),
    );
  });
});

describe("tryRun", () => {
  it("leaves an exit code to the caller", async () => {
    expect(await tryRun(...sh("echo no >&2; exit 4"))).toEqual({ code: 4, stdout: "", tail: "no" });
  });

  it("gives up on a command that takes too long", async () => {
    await expect(tryRun("sleep", ["30"], { timeout: 100 })).rejects.toThrow(
      new Error("sleep gave no answer within 0.1 s"),
    );
  });

  it("gives up on a command that says nothing", async () => {
    await expect(tryRun("sleep", ["30"], { silence: 100 })).rejects.toThrow(
      new Error("sleep gave no answer within 0.1 s"),
    );
  });

  it("lets a command go on that has said something", async () => {
    expect((await tryRun(...sh("echo begun; sleep 0.3; echo done"), { silence: 200 })).stdout).toBe(
      "begun\ndone",
    );
  });
});

describe("passThrough", () => {
  it("gives back the exact exit code", async () => {
    expect(await passThrough(...sh("exit 42"))).toBe(42);
  });

  it("gives back 128 + n for a command that a signal ended", async () => {
    expect(await passThrough(...sh("kill -TERM $$"))).toBe(143);
  });
});
