import { readdirSync, readFileSync } from "node:fs";
import { eventually } from "./run";

/** Process ids of Pulumi's program and the host of its dynamic providers, below a process. Linux only. */
export function pulumiProcessesOf(ancestor: number): number[] {
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
