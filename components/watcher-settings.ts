import type { ShardPlan } from "./plan";
import type { Settings } from "./settings";
import type { WatchedShard, WatcherSettings } from "./watcher/settings";

/** Memory limit in MiB; at rest it takes some 5. */
export const WATCHER_MEMORY = 64;

/** What the watcher is told of the stack, inside whose network it is. */
export function watcherSettings(stack: string, settings: Settings): WatcherSettings {
  return {
    stack,
    connectUrl: "http://connect:8083",
    searchUrl: "http://search:9200",
    bootstrapServers: "kafka:29092",
    interval: settings.watchInterval,
    maxRestarts: settings.watchRestarts,
  };
}

/** What the watcher is told of a shard. */
export function watchedShard({ name, connector, tables, recovery = 0 }: ShardPlan): WatchedShard {
  return {
    name,
    connector: connector.name,
    state: connector.state,
    historyTopic: connector.historyTopic,
    recovery,
    indexes: tables.map(({ series, alias, topic, partitions }) => ({ series, alias, topic, partitions })),
  };
}
