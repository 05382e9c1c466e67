import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";

/** How busy the machine was while something was measured, in percent of all its processors. */
export interface MachineLoad {
  /** The load average of the last minute, at the end. */
  readonly load: number;
  readonly busy: number;
  /** Time that the hypervisor gave to others. */
  readonly steal: number;
}

/** Ticks of the processors since the machine started. */
export interface Ticks {
  readonly total: number;
  readonly idle: number;
  readonly steal: number;
}

/** Reads the first line of `/proc/stat` (https://man7.org/linux/man-pages/man5/proc_stat.5.html). Pure. */
export function parseTicks(stat: string): Ticks {
  const numbers = (/^cpu +(.*)$/m.exec(stat)?.[1] ?? "").split(" ").map(Number);
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = numbers;
  const total = user + nice + system + idle + iowait + irq + softirq + steal;
  if (!(total > 0)) throw new Error("/proc/stat has no line of all processors");
  return { total, idle: idle + iowait, steal };
}

/** What the processors did between two looks. Pure. */
export function loadBetween(before: Ticks, after: Ticks, load: number): MachineLoad {
  const total = Math.max(1, after.total - before.total);
  const percent = (ticks: number): number => Math.round((ticks / total) * 1000) / 10;
  const steal = after.steal - before.steal;
  return {
    load,
    busy: percent(total - (after.idle - before.idle) - steal),
    steal: percent(steal),
  };
}

/** Begins to watch the machine; the function that it gives ends it. */
export function watchMachine(): () => MachineLoad {
  const before = readTicks();
  return () => loadBetween(before, readTicks(), loadavg()[0] ?? 0);
}

function readTicks(): Ticks {
  return parseTicks(readFileSync("/proc/stat", "utf8"));
}

/** What was measured on. */
export interface Machine {
  readonly processors: number;
  readonly model: string;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly node: string;
}

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    processors: processors.length,
    model: processors[0]?.model ?? "unknown",
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.versions.node,
  };
}
