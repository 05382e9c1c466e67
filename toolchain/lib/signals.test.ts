import { describe, expect, it } from "vitest";
import { projectRoot } from "./paths";
import { run } from "./process";
import { exitCodeOf } from "./signals";

describe("exitCodeOf", () => {
  it("is what a shell reports", () => {
    expect([exitCodeOf("SIGINT"), exitCodeOf("SIGTERM"), exitCodeOf("SIGKILL")]).toEqual([130, 143, 137]);
  });
});

describe("giveUp", () => {
  it("ends the commands that run and lets no further one begin", async () => {
    // In a process of its own: what was given up stays so.
    const program = `
      const { run } = require("./toolchain/lib/process");
      const { giveUp } = require("./toolchain/lib/signals");
      const told = (error) => console.log(error.constructor.name, error.exitCode);
      const running = run("sleep", ["30"]).catch(told);
      giveUp();
      running.then(() => run("true", [])).catch(told);`;
    const { stdout } = await run(process.execPath, ["--require", "tsx/cjs", "--eval", program], {
      cwd: projectRoot,
    });
    expect(stdout).toBe("Interrupted 1\nInterrupted 1");
  });
});
