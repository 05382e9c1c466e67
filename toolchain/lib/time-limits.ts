import type { ChildProcess } from "node:child_process";

/** How long a child may take. */
export interface TimeLimits {
  /** Milliseconds after which the child is killed. */
  readonly timeout?: number;
  /** Milliseconds within which the child must say its first line. */
  readonly silence?: number;
}

/** Kills the child when it takes too long; `exceeded` then is the limit in milliseconds. */
export function watchTime(
  child: ChildProcess,
  { timeout, silence }: TimeLimits,
): { exceeded?: number; readonly stop: () => void } {
  const limit = (milliseconds: number | undefined): NodeJS.Timeout | undefined =>
    milliseconds === undefined
      ? undefined
      : setTimeout(() => {
          watch.exceeded = milliseconds;
          child.kill("SIGKILL");
        }, milliseconds);
  const clocks = [limit(timeout), limit(silence)];
  const watch: { exceeded?: number; readonly stop: () => void } = {
    stop: () => {
      for (const clock of clocks) clearTimeout(clock);
    },
  };
  for (const stream of [child.stdout, child.stderr])
    stream?.once("data", () => {
      clearTimeout(clocks[1]);
    });
  return watch;
}
