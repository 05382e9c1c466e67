import { readdirSync, readFileSync } from "node:fs";

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

/** Id of a process's parent; of none when the process is not there. */
export function parentOf(pid: number): number | undefined {
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
