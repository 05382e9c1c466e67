import type { Profile } from "./profile";
import type { MessagePlace } from "./search/poison";
import type { WatcherSettings } from "./watcher/settings";

// The plan: plain data, derived once by topology.ts and handed to the components in slices.

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
  /** Options of its JVM in addition to ours, where it is one. */
  jvmOptions?: string;
}

/** A captured table of one shard: what it is called on its way to the search engine. */
export interface TablePlan {
  table: string;
  idColumn: string;
  topic: string;
  partitions: number;
  /** Series of its indexes. */
  series: string;
  alias: string;
  mappingFile: string;
  /** Messages of the topic that its index leaves out. */
  skip: MessagePlace[];
  /** The largest row, in MiB of JSON. Default 1, which is Kafka's. */
  maxRowSize?: number;
  /** What is preferred where freshness costs throughput. Default `fresh`. */
  profile?: Profile;
  /** About how many rows the table has; for messages only. Undefined when MySQL did not answer. */
  rows?: number;
}

export interface ConnectorPlan {
  name: string;
  serverId: number;
  topicPrefix: string;
  historyTopic: string;
  heartbeatTopic: string;
  /** Topic, and consumer group, of the signals that ask it for incremental snapshots. */
  signalTopic: string;
  /** Topic in which it notifies of its snapshots. */
  notificationTopic: string;
  state: "running" | "paused" | "stopped";
  /** Generations of the rows and of the position: a higher number reads the rows again, or resets the position. */
  snapshot: number;
  offsetsReset: number;
  /** Settings that may lose changes. */
  acceptLoss: string[];
  /** File in the connector's secrets folder that holds the password of the CDC account. */
  passwordFile: string;
  /**
   * File in the connector's secrets folder with the certificate of the CA that its MySQL server stands on. Without it the
   * connection is encrypted when the server can do that, and the server is not verified.
   */
  certificateFile?: string;
  /** The largest row, in MiB of JSON. Default 1, which is Kafka's. */
  maxRowSize?: number;
  /** What is preferred where freshness costs throughput. Default `fresh`. */
  profile?: Profile;
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
  /** Generation of the topics and of all that is made of them: a higher number begins them anew. Default 0. */
  recovery?: number;
}

/** Everything that the program declares, every name, port and id derived once. */
export interface Plan {
  stack: string;
  network: string;
  shards: ShardPlan[];
  kafka: ServicePlan & { volume: string; maxRowSize?: number };
  connect: ServicePlan & { secretsVolume: string; url: string };
  search: ServicePlan & { volume: string; url: string };
  protectData: boolean;
  /** Seconds that each service, connector and index may take to become ready. */
  readyTimeout: number;
}

/** The container that restarts what fails. */
export type WatcherPlan = Omit<ServicePlan, "hostPort"> & { volume: string; settings: WatcherSettings };

/** The plan of the program, which has a watcher unless none is wanted. */
export type StackPlan = Plan & { watcher?: WatcherPlan };
