import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asOne, countVitest, nothing, type Counts } from "../lib/counts";
import { projectRoot } from "../lib/paths";
import { runSteps, type Phase, type Step } from "../lib/phases";
import { passThrough, tryRun } from "../lib/process";
import type { Reporter } from "../lib/reporter";
import { which } from "../lib/which";
import { setUp } from "../steps";
import { buildParts } from "../steps/go-parts";

/** Runs a command, and gives its exit code. What it says goes to the reporter. */
async function reported(
  reporter: Reporter,
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv } = { cwd: projectRoot },
): Promise<number> {
  const onLine = (line: string) => {
    reporter.line(line);
  };
  return (await tryRun(command, args, { ...options, onLine })).code;
}

/** A command that passes or fails as a whole. */
function check(
  name: string,
  command: string,
  args: readonly string[],
  options?: { cwd: string; env?: NodeJS.ProcessEnv },
): Phase {
  return { name, run: async (reporter) => asOne((await reported(reporter, command, args, options)) === 0) };
}

/** A program of an npm package, run by the Node that runs us. */
function tool(name: string, script: string, args: readonly string[]): Phase {
  return check(name, process.execPath, [join("node_modules", script), ...args]);
}

/** The tests of a vitest project, which `run` runs: it is given the command's arguments, and gives its exit code. */
async function vitest(project: string, run: (args: string[]) => Promise<number>): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "shardview-test-"));
  try {
    const report = join(folder, "report.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const code = await run(["node_modules/vitest/vitest.mjs", "run", "--project", project, ...reporters]);
    return countVitest(existsSync(report) ? readFileSync(report, "utf8") : undefined, code === 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tests that say what they do when they have ended, beside others. */
function unitTests(reporter: Reporter): Promise<Counts> {
  return vitest("unit", (args) => reported(reporter, process.execPath, args));
}

/** Tests that show on a terminal how far they are. */
function integrationTests(): Promise<Counts> {
  return vitest("integration", (args) => passThrough(process.execPath, args, { cwd: projectRoot }));
}

function goTests(name: string, part: string): Phase {
  const build = buildParts();
  const env = { ...process.env, ...build.env, GOTOOLCHAIN: "auto" };
  const tests = check(name, "go", ["test", ...build.flags, "./..."], {
    cwd: join(projectRoot, "toolchain", "go", part),
    env,
  });
  const run = (reporter: Reporter) => {
    // Asked only now: the set-up may have installed it.
    if (which("go") !== undefined) return tests.run(reporter);
    reporter.line("skipped: Go is not installed");
    return Promise.resolve({ ...nothing, skipped: 1 });
  };
  return { name, run };
}

async function installed(reporter: Reporter): Promise<Counts> {
  await setUp(reporter);
  return asOne(true);
}

function steps(): Step[] {
  return [
    [
      tool("format", "prettier/bin/prettier.cjs", ["--check", "."]),
      tool("lint", "eslint/bin/eslint.js", ["--max-warnings", "0", "."]),
      tool("types", "typescript/bin/tsc", ["--noEmit"]),
      // Two processors are busy with it as long as with the lint.
      { name: "unit tests", run: unitTests },
    ],
    [{ name: "set-up", run: installed }],
    // After the set-up, which has compiled what they share.
    [
      goTests("command provider (go test)", "command-provider"),
      goTests("language host (go test)", "language-nodejs"),
      goTests("docker bridge (go test)", "docker-bridge"),
    ],
    [{ name: "integration tests", run: integrationTests }],
  ];
}

/** `npm test`: everything that proves the project, from a bare clone. */
export async function test(reporter: Reporter): Promise<number> {
  return runSteps(steps(), reporter);
}
