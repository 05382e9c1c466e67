import { describe, expect, it } from "vitest";
import { Interrupted, run } from "./process";
import { exitCodeOf, giveUp } from "./signals";

describe("exitCodeOf", () => {
  it("is what a shell reports", () => {
    expect([exitCodeOf("SIGINT"), exitCodeOf("SIGTERM"), exitCodeOf("SIGKILL")]).toEqual([130, 143, 137]);
  });
});

describe("giveUp", () => {
  it("ends the commands that run and lets no further one begin", async () => {
    const running = run("sleep", ["30"]);
    giveUp();
    await expect(running).rejects.toThrow(new Interrupted(1));
    await expect(run("true", [])).rejects.toThrow(new Interrupted(1));
  });
});
