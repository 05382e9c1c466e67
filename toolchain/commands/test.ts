import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { add, asOne, countVitest, nothing, renderCounts, type Counts } from "../lib/counts";
import { asFailure, renderFailure } from "../lib/failure";
import { projectRoot } from "../lib/paths";
import { Interrupted, passThrough } from "../lib/process";
import type { Reporter } from "../lib/reporter";
import { duration } from "../lib/text";
import { which } from "../lib/which";
import { setUp } from "../steps";

/** One part of `npm test`; the next one runs only when it failed nothing. */
export interface Phase {
  readonly name: string;
  readonly run: () => Promise<Counts>;
}

/** A program of an npm package, run by the Node that runs us. */
function tool(script: string, args: readonly string[]): Promise<number> {
  return passThrough(process.execPath, [join("node_modules", script), ...args], { cwd: projectRoot });
}

function check(name: string, run: () => Promise<number>): Phase {
  return { name, run: async () => asOne((await run()) === 0) };
}

async function vitest(project: string): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "shardview-test-"));
  try {
    const report = join(folder, "report.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const code = await tool("vitest/vitest.mjs", ["run", "--project", project, ...reporters]);
    return countVitest(existsSync(report) ? readFileSync(report, "utf8") : undefined, code === 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function goTests(part: string, reporter: Reporter): Promise<Counts> {
  if (which("go") === undefined) {
    reporter.line("skipped: Go is not installed");
    return { ...nothing, skipped: 1 };
  }
  const env = { ...process.env, GOFLAGS: "-mod=readonly", GOTOOLCHAIN: "auto" };
  const cwd = join(projectRoot, "toolchain", "go", part);
  return asOne((await passThrough("go", ["test", "./..."], { cwd, env })) === 0);
}

function phases(reporter: Reporter): Phase[] {
  return [
    check("format", () => tool("prettier/bin/prettier.cjs", ["--check", "."])),
    check("lint", () => tool("eslint/bin/eslint.js", ["--max-warnings", "0", "."])),
    check("types", () => tool("typescript/bin/tsc", ["--noEmit"])),
    { name: "unit tests", run: () => vitest("unit") },
    {
      name: "set-up",
      run: async () => {
        await setUp(reporter);
        return asOne(true);
      },
    },
    // After the set-up, which has compiled what they share.
    { name: "command provider (go test)", run: () => goTests("command-provider", reporter) },
    { name: "language host (go test)", run: () => goTests("language-nodejs", reporter) },
    { name: "docker bridge (go test)", run: () => goTests("docker-bridge", reporter) },
    { name: "integration tests", run: () => vitest("integration") },
  ];
}

async function runPhase(phase: Phase, reporter: Reporter): Promise<Counts> {
  const started = performance.now();
  reporter.line(`\n== ${phase.name}`);
  let counts: Counts;
  try {
    counts = await phase.run();
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    reporter.line(renderFailure(asFailure(phase.name, error)));
    counts = asOne(false);
  }
  const verdict = counts.failed === 0 ? "passed" : "FAILED";
  reporter.line(`== ${phase.name} ${verdict} (${duration(performance.now() - started)})`);
  return counts;
}

/**
 * Runs the phases in order up to the first that fails.
 * @returns the exit code; the last line that is printed tells how many tests passed and failed.
 */
export async function runPhases(all: readonly Phase[], reporter: Reporter): Promise<number> {
  let counts = nothing;
  for (const [position, phase] of all.entries()) {
    counts = add(counts, await runPhase(phase, reporter));
    if (counts.failed === 0) continue;
    const missed = all.slice(position + 1).map(({ name }) => name);
    if (missed.length > 0) reporter.line(`not run: ${missed.join(", ")}`);
    break;
  }
  reporter.line(`\n${renderCounts(counts)}`);
  return counts.failed === 0 ? 0 : 1;
}

/** `npm test`: everything that proves the project, from a bare clone. */
export async function test(reporter: Reporter): Promise<number> {
  return runPhases(phases(reporter), reporter);
}
