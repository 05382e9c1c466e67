import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";

const running = new Set<ChildProcess>();
let received: NodeJS.Signals | undefined;
let givenUp = false;

/** The signal that asked this process to stop, if one did. */
export function interruption(): NodeJS.Signals | undefined {
  return received;
}

/** The exit code a shell reports for a process that the signal ended. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/** Lets the child receive the signals that this process receives until it ends. */
export function adopt(child: ChildProcess): void {
  running.add(child);
  child.once("close", () => running.delete(child));
  child.once("error", () => running.delete(child));
}

/** Whether the work at hand was given up: no further child may be started. */
export function isGivenUp(): boolean {
  return givenUp;
}

/** Ends every child that is still running and allows no further one: one of several steps side by side has failed. */
export function giveUp(): void {
  givenUp = true;
  for (const child of running) child.kill("SIGTERM");
}

/** Of several SIGINT within this time one is passed on: npm and its shell often send their own beside the user's. */
const SAME_CTRL_C_MS = 1_000;

/**
 * Forwards signals to the children and ends with 128 + n once they are gone. A Ctrl-C of a terminal reaches the whole
 * foreground group by itself: forwarding it too would be the second one, on which Pulumi drops what it is doing.
 */
export function forwardSignals(): void {
  let lastInterrupt = -Infinity;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      received = signal;
      if (running.size === 0) process.exit(exitCodeOf(signal));
      if (signal === "SIGINT") {
        const repeated = performance.now() - lastInterrupt < SAME_CTRL_C_MS;
        lastInterrupt = performance.now();
        if (repeated || process.stdin.isTTY) return;
      }
      for (const child of running) child.kill(signal);
    });
  }
}
