import { describeFaults, type Fault } from "./faults";
import { connectorName, seriesName, mysqlHost, tableAlias, topicName } from "./names";
import { checkRules } from "./rules";
import type { Settings, ShardSettings, TableSettings } from "./settings";
import type { World } from "./world";
import type { StackPlan, ServicePlan, ShardPlan, TablePlan, WatcherPlan } from "./plan";
import { watcherSettings, WATCHER_MEMORY } from "./watcher-settings";

/** The configuration breaks a rule. The message lists every fault with its path, value, rule and remedy. */
export class ConfigurationError extends Error {}

/**
 * Validates everything at once and derives the plan. Pure. `shapeFaults` are those found while reading; what a rule says of the
 * same place is left out. Throws a ConfigurationError that lists all.
 */
export function planTopology(
  stack: string,
  settings: Settings,
  world: World,
  shapeFaults: readonly Fault[] = [],
): StackPlan {
  const known = new Set(shapeFaults.map((fault) => fault.path));
  const broken = checkRules(settings, world).filter((fault) => !known.has(fault.path));
  const faults = [...shapeFaults, ...broken];
  if (faults.length > 0) throw new ConfigurationError(describeFaults(stack, faults));
  const prefix = `shardview-${stack}`;
  const service = (part: "kafka" | "connect" | "search"): ServicePlan => ({
    container: `${prefix}-${part}`,
    host: part,
    hostPort: settings[`${part}Port`],
    memory: settings[`${part}Memory`],
    image: settings.images[part],
    jvmOptions: settings.jvmOptions,
  });
  const connect = service("connect");
  return Object.freeze({
    stack,
    network: prefix,
    shards: settings.shards.map((shard) => planShard(prefix, shard, settings, world)),
    kafka: { ...service("kafka"), volume: `${prefix}-kafka`, maxRowSize: settings.maxRowSize },
    connect: {
      ...connect,
      secretsVolume: `${prefix}-connect-secrets`,
      url: `http://localhost:${connect.hostPort}`,
    },
    search: {
      ...service("search"),
      volume: `${prefix}-search`,
      url: `http://localhost:${settings.searchPort}`,
    },
    watcher: planWatcher(stack, prefix, settings),
    protectData: settings.protectData,
    readyTimeout: settings.readyTimeout,
  });
}

function planWatcher(stack: string, prefix: string, settings: Settings): WatcherPlan | undefined {
  if (!settings.watch) return undefined;
  return {
    container: `${prefix}-watcher`,
    host: "watcher",
    memory: WATCHER_MEMORY,
    volume: `${prefix}-watcher`,
    settings: watcherSettings(stack, settings),
  };
}

function planShard(prefix: string, shard: ShardSettings, settings: Settings, world: World): ShardPlan {
  const host = mysqlHost(shard.hostPort);
  return {
    name: shard.name,
    container: `${prefix}-${host}`,
    // Keyed by name, not by port: a shard that moves to another port keeps its data.
    volume: `${prefix}-mysql-${shard.name}`,
    host,
    hostPort: shard.hostPort,
    memory: settings.mysqlMemory,
    image: settings.images.mysql,
    mysqlServerId: shard.hostPort,
    timeZone: settings.timeZone,
    databases: [...new Set(settings.tables.map((t) => t.table.slice(0, t.table.indexOf("."))))],
    connector: {
      name: connectorName(shard),
      serverId: shard.serverId,
      topicPrefix: shard.name,
      historyTopic: `schemahistory.${shard.name}`,
      heartbeatTopic: `__debezium-heartbeat.${shard.name}`,
      signalTopic: `signal.${shard.name}`,
      notificationTopic: `notification.${shard.name}`,
      state: shard.state ?? "running",
      snapshot: shard.snapshot ?? 0,
      // A recovery forgets the position too.
      offsetsReset: (shard.offsetsReset ?? 0) + (shard.recovery ?? 0),
      acceptLoss: settings.acceptLoss,
      passwordFile: `${shard.name}-password`,
      certificateFile: `${shard.name}-ca.pem`,
      maxRowSize: settings.maxRowSize,
      profile: settings.profile,
      overrides: settings.connectorConfig,
    },
    tables: settings.tables.map((table) => planTable(shard.name, table, settings, world)),
    recovery: shard.recovery ?? 0,
  };
}

function planTable(
  shard: string,
  table: TableSettings,
  { skip, maxRowSize, profile }: Settings,
  world: World,
): TablePlan {
  const topic = topicName(shard, table.table);
  return {
    table: table.table,
    idColumn: table.id,
    topic,
    partitions: table.partitions,
    series: seriesName(topic),
    alias: tableAlias(table),
    mappingFile: table.mapping,
    skip: skip.filter((message) => message.topic === topic),
    maxRowSize,
    profile,
    rows: world.tables.find((known) => known.shard === shard && known.table === table.table)?.rows,
  };
}
