import type { DesiredState } from "../connect/inputs";

/** What the watcher is told of its stack: plain data, which travels as JSON. */
export interface WatcherSettings {
  stack: string;
  connectUrl: string;
  searchUrl: string;
  bootstrapServers: string;
  /** Seconds between two looks. */
  interval: number;
  /** How often what FAILED or is paused is started again, before the watcher gives up. */
  maxRestarts: number;
}

/** What belongs to one shard; the watcher is told it when the shard's pipeline is complete. */
export interface WatchedShard {
  name: string;
  connector: string;
  /** What the stack asks of the connector: one that is meant to be paused or stopped is left alone. */
  state: DesiredState;
  historyTopic: string;
  /** Generation of the shard's topics and indexes: of another the watcher forgets what it saw. */
  recovery: number;
  indexes: { series: string; alias: string; topic: string; partitions: number }[];
}
