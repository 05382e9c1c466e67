import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "./lib/paths";

/** What a program prints that was started with the hook. */
function print(program: string): string {
  const args = ["--require", join(projectRoot, "toolchain", "lazy-modules.cjs"), "--eval", program];
  return execFileSync(process.execPath, args, { cwd: projectRoot, encoding: "utf8" }).trim();
}

const PARTS = [
  "/node_modules/typescript/",
  "/@npmcli/arborist/",
  "/normalize-package-data/",
  "/pulumi/automation/",
  "/exporter-zipkin/",
];
const LOADED = `${JSON.stringify(PARTS)}.filter((part) =>
  Object.keys(require.cache).some((path) => path.includes(part))).join()`;

describe("lazy modules", () => {
  it("are not loaded with Pulumi's SDK and what traces a program", () => {
    const program = `require("@pulumi/pulumi"); require("@pulumi/pulumi/cmd/run/tracing").newSpan("test").end()`;
    expect(print(`${program}; console.log(${LOADED})`)).toBe("");
  }, 60_000);

  it("are loaded when the SDK serializes a function and finds its packages", () => {
    const text = print(`
      const { runtime } = require("@pulumi/pulumi");
      const answer = 42;
      Promise.all([runtime.serializeFunction(() => answer), runtime.computeCodePaths()]).then(([{ text }, paths]) =>
        console.log(text.includes("answer: 42"), paths.size > 0, ${LOADED}));`);
    expect(text).toBe("true true /node_modules/typescript/,/@npmcli/arborist/,/normalize-package-data/");
  }, 60_000);

  it("are loaded when a program runs the CLI, or its traces are exported", () => {
    const text = print(`
      const { automation } = require("@pulumi/pulumi");
      const tracing = require("@pulumi/pulumi/cmd/run/tracing");
      tracing.start("http://127.0.0.1:9/api/v2/spans");
      tracing.newSpan("test").end();
      console.log(typeof automation.LocalWorkspace.createStack, ${LOADED});
      process.exit();`);
    expect(text).toBe("function /pulumi/automation/,/exporter-zipkin/");
  }, 60_000);

  it("let the program begin without a session of the debugger", () => {
    const program = `
      const ofProgram = require("node:module").createRequire(require.resolve("@pulumi/pulumi/cmd/run/index.js"));
      const hooks = ofProgram("../../runtime/closure/v8Hooks");
      hooks.isInitializedAsync().then(() =>
        console.log(Object.keys(hooks).join(), Object.keys(require.cache).some((path) => path.includes("v8Hooks"))));`;
    expect(print(program)).toBe("isInitializedAsync false");
  }, 60_000);

  it("let a promise of the SDK have a stack trace only for those who look for leaked ones", () => {
    const program = `
      require("@pulumi/pulumi");
      const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");
      const promise = Promise.resolve();
      debuggablePromise(promise, "it");
      console.log(promise._debugCtx, promise._debugStackTrace.split("\\n").length > 1, new Error().stack.split("\\n").length > 1)`;
    expect(print(`process.env.PULUMI_DEBUG_PROMISE_LEAKS = ""; ${program}`)).toBe("it false true");
    expect(print(`process.env.PULUMI_DEBUG_PROMISE_LEAKS = "true"; ${program}`)).toBe("it true true");
  }, 60_000);
});
