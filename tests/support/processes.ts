import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { eventually, ROOT } from "./run";
import type { TestStack } from "./stack";

/**
 * Begins `npm run --silent <args>` for a stack and kills it, the hard way, with its process group, once `reached` does not fail any more.
 * Gives the processes of Pulumi's that it had then.
 */
export async function killOnce(
  stack: TestStack,
  args: readonly string[],
  what: string,
  reached: () => Promise<void>,
): Promise<number[]> {
  const options = { cwd: ROOT, env: stack.environment, detached: true, stdio: "ignore" } as const;
  const child = spawn("npm", ["run", "--silent", ...args], options);
  const ended = once(child, "exit");
  await eventually(what, reached);
  const pid = child.pid ?? 0;
  const parts = pulumiProcessesOf(pid);
  process.kill(-pid, "SIGKILL");
  await ended;
  return parts;
}

/** Process ids of Pulumi's program and the host of its dynamic providers, below a process. Linux only. */
function pulumiProcessesOf(ancestor: number): number[] {
  const children = readdirSync("/proc")
    .map(Number)
    .filter((pid) => parentOf(pid) === ancestor);
  return children.flatMap((pid) => {
    const isOne = /\/@pulumi\/pulumi\/cmd\/(run|dynamic-provider)\//.test(read(pid, "cmdline"));
    return isOne ? [pid] : pulumiProcessesOf(pid);
  });
}

/** Waits until none of the processes is there any more. */
export async function expectEnd(pids: readonly number[]): Promise<void> {
  await eventually("the end of program and provider, which would go on beside the next command", () => {
    const running = pids.filter((pid) => parentOf(pid) !== undefined);
    return running.length === 0 ? Promise.resolve() : Promise.reject(new Error(`${running.join()} runs`));
  });
}

/** Id of a process's parent; of none when the process is not there. */
function parentOf(pid: number): number | undefined {
  const parent = /^PPid:\s+(\d+)$/m.exec(read(pid, "status"))?.[1];
  return parent === undefined ? undefined : Number(parent);
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
