import type * as pulumi from "@pulumi/pulumi";
import type { StackPlan } from "./plan";

/** The stack's outputs: where everything is, by shard name. `indexes` has the names of the indexes of each shard's tables. */
export function stackOutputs(plan: StackPlan, indexes: Record<string, pulumi.Output<string>[]>) {
  return {
    urls: {
      connect: plan.connect.url,
      search: plan.search.url,
      kafka: `localhost:${plan.kafka.hostPort}`,
    },
    aliases: Object.fromEntries(
      plan.shards.flatMap((s) => s.tables.map((table) => [table.alias, table.table])),
    ),
    containers: {
      kafka: plan.kafka.container,
      connect: plan.connect.container,
      search: plan.search.container,
      ...(plan.watcher && { watcher: plan.watcher.container }),
    },
    shards: Object.fromEntries(
      plan.shards.map((shard) => [
        shard.name,
        {
          host: "localhost",
          port: shard.hostPort,
          container: shard.container,
          connector: shard.connector.name,
          topics: shard.tables.map((table) => table.topic),
          indexes: indexes[shard.name] ?? [],
          tables: shard.tables.map((table) => table.table),
        },
      ]),
    ),
  };
}
