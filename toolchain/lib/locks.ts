import { existsSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { listFiles } from "./hash";

/** What Pulumi writes into a lock of a file backend. */
export interface StackLock {
  readonly pid: number;
  readonly hostname: string;
}

/** Reads the text of a lock file; undefined when it is not one (half-written, or of a later format). */
export function parseLock(text: string): StackLock | undefined {
  try {
    const { pid, hostname: host } = JSON.parse(text) as { pid?: unknown; hostname?: unknown };
    return typeof pid === "number" && typeof host === "string" ? { pid, hostname: host } : undefined;
  } catch {
    return undefined;
  }
}

/** A lock is stale when it was taken on this host by a process that is no longer a running Pulumi. */
export function isStale(
  lock: StackLock,
  here: string,
  commandOf: (pid: number) => string | undefined,
): boolean {
  return lock.hostname === here && !(commandOf(lock.pid)?.includes("pulumi") ?? false);
}

/** The text of a lock; empty when its owner has just removed it. */
function readLock(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/**
 * The command in the text of `/proc/<pid>/stat`: `14955 (pulumi) S 1 ...`; undefined for a process that has ended and only waits
 * for its parent (Z, X): what was killed with its parent may wait long for init.
 */
export function runningCommand(stat: string): string | undefined {
  const [, command, state] = /^\d+ \((.*)\) (\S)/s.exec(stat) ?? [];
  return state === "Z" || state === "X" ? undefined : command;
}

/** The name of a running process; undefined when there is none, "pulumi" where it cannot be told. */
function commandOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return undefined;
  }
  if (!existsSync("/proc/self/stat")) return "pulumi";
  try {
    return runningCommand(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Removes the stale locks of a local state folder, so that an interrupted `up` does not block the next command. A lock
 * held by a running Pulumi or taken on another host is left alone.
 * @returns the process ids whose locks were removed.
 */
export function removeStaleLocks(stateFolder: string): number[] {
  const folder = join(stateFolder, ".pulumi", "locks");
  if (!existsSync(folder)) return [];
  const removed: number[] = [];
  const files = listFiles(folder).filter((name) => name.endsWith(".json"));
  for (const file of files.map((name) => join(folder, name))) {
    const lock = parseLock(readLock(file));
    if (lock === undefined || !isStale(lock, hostname(), commandOf)) continue;
    rmSync(file, { force: true });
    rmSync(`${file}.attrs`, { force: true });
    removed.push(lock.pid);
  }
  return removed;
}
