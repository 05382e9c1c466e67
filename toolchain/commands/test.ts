import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { add, asOne, countVitest, nothing, renderCounts, type Counts } from "../lib/counts";
import { asFailure, renderFailure } from "../lib/failure";
import { projectRoot } from "../lib/paths";
import { Interrupted, passThrough, tryRun } from "../lib/process";
import { Reporter } from "../lib/reporter";
import { duration } from "../lib/text";
import { which } from "../lib/which";
import { setUp } from "../steps";
import { buildParts } from "../steps/go-parts";

/** One part of `npm test`. What it prints itself goes to the reporter that it is given. */
export interface Phase {
  readonly name: string;
  readonly run: (reporter: Reporter) => Promise<Counts>;
}

/** Parts that run side by side, because they need nothing of each other; the next step is taken only when none failed anything. */
export type Step = readonly Phase[];

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

async function runPhase(phase: Phase, reporter: Reporter): Promise<Counts> {
  const started = performance.now();
  reporter.line(`\n== ${phase.name}`);
  let counts: Counts;
  try {
    counts = await phase.run(reporter);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    reporter.line(renderFailure(asFailure(phase.name, error)));
    counts = asOne(false);
  }
  const verdict = counts.failed === 0 ? "passed" : "FAILED";
  reporter.line(`== ${phase.name} ${verdict} (${duration(performance.now() - started)})`);
  return counts;
}

/** What a part of several says is shown when it has ended. */
async function runStep(step: Step, reporter: Reporter): Promise<Counts> {
  const [only, ...others] = step;
  if (only !== undefined && others.length === 0) return runPhase(only, reporter);
  const run = async (phase: Phase) => {
    let said = "";
    const counts = await runPhase(phase, new Reporter({ write: (text) => (said += String(text)) !== "" }));
    reporter.line(said.trimEnd());
    return counts;
  };
  return (await Promise.all(step.map(run))).reduce(add, nothing);
}

/**
 * Takes the steps in order up to the first that fails.
 * @returns the exit code; the last line that is printed tells how many tests passed and failed.
 */
export async function runSteps(all: readonly Step[], reporter: Reporter): Promise<number> {
  let counts = nothing;
  for (const [position, step] of all.entries()) {
    counts = add(counts, await runStep(step, reporter));
    if (counts.failed === 0) continue;
    const missed = all.slice(position + 1).flatMap((later) => later.map(({ name }) => name));
    if (missed.length > 0) reporter.line(`not run: ${missed.join(", ")}`);
    break;
  }
  reporter.line(`\n${renderCounts(counts)}`);
  return counts.failed === 0 ? 0 : 1;
}

/** `npm test`: everything that proves the project, from a bare clone. */
export async function test(reporter: Reporter): Promise<number> {
  return runSteps(steps(), reporter);
}
