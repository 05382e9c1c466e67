import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { watchTime, type TimeLimits } from "./time-limits";
import { adopt, exitCodeOf, interruption, isGivenUp } from "./signals";

const TAIL_LINES = 20;

export interface RunOptions extends TimeLimits {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with every line of stdout and stderr. */
  readonly onLine?: (line: string) => void;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  /** The last lines of stderr, or of stdout when nothing was said on stderr. */
  readonly tail: string;
}

/** A child ended with another exit code than 0, was killed, or could not be started. */
export class CommandError extends Error {
  constructor(command: string, ended: string, tail: string) {
    super(tail === "" ? `${command} ${ended}` : `${command} ${ended}:\n${tail}`);
  }
}

/** Thrown instead of a CommandError when the user asked to stop. */
export class Interrupted extends Error {
  constructor(readonly exitCode: number) {
    super("interrupted");
  }
}

function collect(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on("line", onLine);
}

/** @throws Interrupted when the user has asked to stop, or the work was given up. */
export function checkInterruption(): void {
  if (isGivenUp()) throw new Interrupted(1);
  const signal = interruption();
  if (signal !== undefined) throw new Interrupted(exitCodeOf(signal));
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve({ code, signal });
    });
  });
}

/**
 * Runs a command with its output captured.
 * @throws CommandError with the last lines that the command said, Interrupted when the user stopped us meanwhile.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const result = await tryRun(command, args, options);
  if (result.code !== 0) {
    throw new CommandError(
      [command, ...args.slice(0, 2)].join(" "),
      `ended with exit code ${result.code}`,
      result.tail,
    );
  }
  return result;
}

/**
 * Like {@link run}, but an exit code other than 0 is the caller's to judge.
 * @throws CommandError only when the command cannot be started or exceeds its timeout.
 */
export async function tryRun(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  checkInterruption();
  const { cwd, env } = options;
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  adopt(child);
  const watch = watchTime(child, options);
  const out: string[] = [];
  const tails: Record<"stdout" | "stderr", string[]> = { stdout: [], stderr: [] };
  collect(child.stdout, (line) => {
    out.push(line);
    remember(tails.stdout, line, options);
  });
  collect(child.stderr, (line) => {
    remember(tails.stderr, line, options);
  });
  const { code, signal } = await ended(child)
    .catch((error: unknown) => {
      throw new CommandError(command, "could not be started", (error as Error).message);
    })
    .finally(watch.stop);
  checkInterruption();
  const tail = (tails.stderr.length > 0 ? tails.stderr : tails.stdout).join("\n").trim();
  if (watch.exceeded !== undefined) {
    throw new CommandError(command, `gave no answer within ${watch.exceeded / 1000} s`, tail);
  }
  return { code: code ?? exitCodeOf(signal ?? "SIGKILL"), stdout: out.join("\n"), tail };
}

function remember(tail: string[], line: string, { onLine }: RunOptions): void {
  tail.push(line);
  if (tail.length > TAIL_LINES) tail.shift();
  onLine?.(line);
}

/** Runs a command on this process's own terminal and gives back its exit code (128 + n after a signal). */
export async function passThrough(
  command: string,
  args: readonly string[],
  options: Omit<RunOptions, "onLine" | "timeout"> = {},
): Promise<number> {
  checkInterruption();
  const child = spawn(command, args, { ...options, stdio: "inherit" });
  adopt(child);
  const { code, signal } = await ended(child).catch((error: unknown) => {
    throw new CommandError(command, "could not be started", (error as Error).message);
  });
  return code ?? exitCodeOf(signal ?? "SIGKILL");
}
