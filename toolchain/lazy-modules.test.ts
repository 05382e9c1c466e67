import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "./lib/paths";

/** What a program prints that was started with the hook. */
function print(program: string): string {
  const args = ["--require", join(projectRoot, "toolchain", "lazy-modules.cjs"), "--eval", program];
  return execFileSync(process.execPath, args, { cwd: projectRoot, encoding: "utf8" }).trim();
}

const LOADED = `["typescript", "@npmcli/arborist"].filter((name) =>
  Object.keys(require.cache).some((path) => path.includes("/node_modules/" + name + "/")))`;

describe("lazy modules", () => {
  it("are not loaded with Pulumi's SDK", () => {
    expect(print(`require("@pulumi/pulumi"); console.log(${LOADED}.join())`)).toBe("");
  });

  it("are loaded when the SDK serializes a function and finds its packages", () => {
    const text = print(`
      const { runtime } = require("@pulumi/pulumi");
      const answer = 42;
      Promise.all([runtime.serializeFunction(() => answer), runtime.computeCodePaths()]).then(([{ text }, paths]) =>
        console.log(text.includes("answer: 42"), paths.size > 0, ${LOADED}.join()));`);
    expect(text).toBe("true true typescript,@npmcli/arborist");
  }, 60_000);
});
