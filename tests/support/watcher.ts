import type { Report } from "../../components/watcher/round";
import { docker } from "./run";
import type { TestStack } from "./stack";

/** Declares that the stack's first shard is watched; the connector of its second is stopped. */
export async function upWithWatcher(stack: TestStack): Promise<void> {
  stack.settings = { watch: true, watchInterval: 1 };
  stack.shards = [stack.shard(0), { ...stack.shard(1), state: "stopped" }];
  stack.writeConfig();
  await stack.up();
}

/** What the watcher saw at its last look. */
export async function reportOf(stack: TestStack): Promise<Report> {
  const path = "/tmp/report.json";
  return JSON.parse(await docker(["exec", `shardview-${stack.name}-watcher`, "cat", path])) as Report;
}

/** Each thing that the watcher recorded: event and subject. */
export async function recordsOf(stack: TestStack): Promise<string[]> {
  return (await reportOf(stack)).records.map(({ event, subject }) => `${event}: ${subject}`);
}
