import { join } from "node:path";
import { poll, retry } from "../../components/rest";
import { projectRoot } from "../../toolchain/lib/paths";
import { CommandError, tryRun } from "../../toolchain/lib/process";
import type { Environment } from "../environment";
import { problemsOf, type Problem } from "../status/facts";
import { allProblems, readFindings } from "../status/findings";
import { readStatus } from "../status/read";

/** Milliseconds within which a fault that needs a person is told. */
const LOUD = 60_000;
const CURE_TIMEOUT = 600_000;

/** Waits until `npm run status` would tell a shard's fault with the command that cures it. @throws when it does not within a minute. */
export async function awaitTold(environment: Environment, shard: string, command: string): Promise<void> {
  await poll({
    what: `the status to tell \`${command}\``,
    deadline: Date.now() + LOUD,
    delay: 1000,
    maxDelay: 2000,
    attempt: async () => {
      const [tables, found] = await Promise.all([readStatus(environment), readFindings(environment)]);
      const problems = allProblems(problemsOf(tables), found);
      if (problems.some((problem) => tells(problem, shard, command))) return true;
      throw retry(problems.map(({ where, what, remedy }) => `${where}: ${what} -> ${remedy}`).join("; "));
    },
  });
}

function tells({ where, remedy }: Problem, shard: string, command: string): boolean {
  return where.split(" ")[0] === shard && remedy.includes(command);
}

/** Runs a command that the status tells, as its reader would. @throws with the end of what it said when it fails. */
export async function carryOut({ stack }: Environment, command: string): Promise<void> {
  const [script = "", ...args] = commandLine(command, stack);
  const run = [join("toolchain", "run.mjs"), script, ...args];
  // We complain on stderr, the CLI on stdout.
  const said: string[] = [];
  const onLine = (line: string): void => void said.push(line);
  const options = { cwd: projectRoot, timeout: CURE_TIMEOUT, onLine };
  const { code } = await tryRun(process.execPath, run, options).catch((error: unknown) => {
    if (!(error instanceof CommandError)) throw error;
    throw new Error(`\`${command}\` did not end within ${CURE_TIMEOUT / 1000} s`);
  });
  if (code !== 0) throw new Error(`\`${command}\` ended with exit code ${code}: ${complaint(said)}`);
}

/** What a command that failed said of it, at most: Pulumi's diagnostics without the outputs that follow, and its end. Pure. */
export function complaint(said: readonly string[], most = 40): string {
  const diagnostics = said.lastIndexOf("Diagnostics:");
  const outputs = said.indexOf("Outputs:", diagnostics);
  const resources = said.indexOf("Resources:", outputs);
  const lines =
    diagnostics < 0 || resources < 0
      ? said
      : [...said.slice(diagnostics, outputs < 0 ? resources : outputs), ...said.slice(resources)];
  return lines.slice(-most).join("\n").trim();
}

/** The npm script of a command and its arguments, so that nobody is asked anything. Pure. */
export function commandLine(command: string, stack: string): string[] {
  const [script = "", ...args] = command.replace(/^npm run /, "").split(/ (?:-- )?/);
  if (script === "pulumi")
    return [script, ...args, "--stack", stack, "--yes", "--skip-preview", "--non-interactive"];
  return script === "recover" ? [script, ...args, "--yes"] : [script, ...args];
}
