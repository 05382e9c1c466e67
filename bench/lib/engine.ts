import axios from "axios";
import type { Usage } from "../contenders/contender";

interface Stats {
  cpu_stats: { cpu_usage: { total_usage: number } };
  memory_stats: { usage?: number; stats?: Record<string, number> };
}

/** What a container has taken so far (https://docs.docker.com/reference/api/engine/). Memory as `docker stats` counts it. */
export async function usageOf(container: string): Promise<Usage> {
  const { data } = await axios.get<Stats>(
    `http://localhost/containers/${container}/stats?stream=false&one-shot=true`,
    { socketPath: process.env["DOCKER_HOST"]?.replace(/^unix:\/\//, "") ?? "/var/run/docker.sock" },
  );
  return usageFrom(data);
}

/** Reads an answer of the engine; what the page cache holds is not counted. Pure. */
export function usageFrom({ cpu_stats, memory_stats: { usage = 0, stats = {} } }: Stats): Usage {
  const cache = stats["total_inactive_file"] ?? stats["inactive_file"] ?? 0;
  return {
    cpu: cpu_stats.cpu_usage.total_usage / 1e9,
    memoryMiB: Math.round((usage - cache) / 2 ** 20),
  };
}

/** Adds up. Pure. */
export function total(usages: readonly Usage[]): Usage {
  const sum = (figure: keyof Usage): number => usages.reduce((all, one) => all + one[figure], 0);
  return { cpu: sum("cpu"), memoryMiB: sum("memoryMiB") };
}
