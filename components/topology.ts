import { describeFaults, type Fault } from "./faults";
import { connectorName, indexName, mysqlHost, tableAlias, topicName } from "./names";
import { checkRules } from "./rules";
import type { Settings, ShardSettings, TableSettings } from "./settings";
import type { World } from "./world";

/** A service that runs in a container of its own. */
export interface ServicePlan {
  /** Name of the container on the engine: `shardview-<stack>-<part>`. */
  container: string;
  /** Name inside the network. */
  host: string;
  /** Port on 127.0.0.1. */
  hostPort: number;
  /** Memory limit in MiB. */
  memory: number;
  /** Image named in the configuration; ours is built when there is none. */
  image?: string;
}

/** A captured table of one shard: what it is called on its way to the search engine. */
export interface TablePlan {
  table: string;
  idColumn: string;
  topic: string;
  partitions: number;
  index: string;
  alias: string;
  mappingFile: string;
}

export interface ConnectorPlan {
  name: string;
  serverId: number;
  topicPrefix: string;
  historyTopic: string;
  heartbeatTopic: string;
  /** File in the connector's secrets folder that holds the password of the CDC account. */
  passwordFile: string;
  /** Settings of the user, merged over the defaults. */
  overrides: Record<string, string>;
}

export interface ShardPlan extends ServicePlan {
  name: string;
  volume: string;
  /** The server id of MySQL itself; its host port, which no other server of the stack has. */
  mysqlServerId: number;
  timeZone: string;
  databases: string[];
  connector: ConnectorPlan;
  tables: TablePlan[];
}

/** Everything that the program declares, every name, port and id derived once. */
export interface Plan {
  stack: string;
  network: string;
  shards: ShardPlan[];
  kafka: ServicePlan & { volume: string };
  connect: ServicePlan & { secretsVolume: string; url: string };
  search: ServicePlan & { volume: string; url: string };
  protectData: boolean;
  /** Seconds that each service, connector and index may take to become ready. */
  readyTimeout: number;
}

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
): Plan {
  const known = shapeFaults.map((fault) => fault.path);
  const broken = checkRules(settings, world).filter((fault) => !known.includes(fault.path));
  const faults = [...shapeFaults, ...broken];
  if (faults.length > 0) throw new ConfigurationError(describeFaults(stack, faults));
  const prefix = `shardview-${stack}`;
  const service = (part: "kafka" | "connect" | "search"): ServicePlan => ({
    container: `${prefix}-${part}`,
    host: part,
    hostPort: settings[`${part}Port`],
    memory: settings[`${part}Memory`],
    image: settings.images[part],
  });
  const connect = service("connect");
  return Object.freeze({
    stack,
    network: prefix,
    shards: settings.shards.map((shard) => planShard(prefix, shard, settings)),
    kafka: { ...service("kafka"), volume: `${prefix}-kafka` },
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
    protectData: settings.protectData,
    readyTimeout: settings.readyTimeout,
  });
}

function planShard(prefix: string, shard: ShardSettings, settings: Settings): ShardPlan {
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
      passwordFile: `${shard.name}-password`,
      overrides: settings.connectorConfig,
    },
    tables: settings.tables.map((table) => planTable(shard.name, table)),
  };
}

function planTable(shard: string, table: TableSettings): TablePlan {
  const topic = topicName(shard, table.table);
  return {
    table: table.table,
    idColumn: table.id,
    topic,
    partitions: table.partitions,
    index: indexName(topic),
    alias: tableAlias(table),
    mappingFile: table.mapping,
  };
}
