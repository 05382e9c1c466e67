import { SECRETS_FOLDER } from "./connect/settings";
import { jvmOptions } from "./jvm-options";
import { GROUP_SESSION_TIMEOUT } from "./kafka-settings";
import type { ServicePlan } from "./plan";

/** Environment of the worker, as the official `debezium/connect` image documents it: CONNECT_<KEY> sets a worker property. */
export function connectEnvironment(
  service: Pick<ServicePlan, "memory" | "jvmOptions">,
): Record<string, string> {
  return {
    BOOTSTRAP_SERVERS: "kafka:29092",
    GROUP_ID: "shardview",
    CONFIG_STORAGE_TOPIC: "connect_configs",
    OFFSET_STORAGE_TOPIC: "connect_offsets",
    STATUS_STORAGE_TOPIC: "connect_statuses",
    CONNECT_CONFIG_STORAGE_REPLICATION_FACTOR: "1",
    CONNECT_OFFSET_STORAGE_REPLICATION_FACTOR: "1",
    CONNECT_STATUS_STORAGE_REPLICATION_FACTOR: "1",
    CONNECT_OFFSET_STORAGE_PARTITIONS: "1",
    CONNECT_STATUS_STORAGE_PARTITIONS: "1",
    // After a crash a connector resumes from the last flush; the default of a minute is a minute of changes sent again.
    CONNECT_OFFSET_FLUSH_INTERVAL_MS: "1000",
    CONNECT_SCHEDULED_REBALANCE_MAX_DELAY_MS: "0",
    // So long after a crash the group waits for the worker from before, and gives the new one nothing to do: by default 10 s. A
    // worker that was only slow keeps what it runs.
    CONNECT_SESSION_TIMEOUT_MS: String(GROUP_SESSION_TIMEOUT),
    CONNECT_HEARTBEAT_INTERVAL_MS: String(GROUP_SESSION_TIMEOUT / 3),
    // The worker's readers of its three topics ask the broker again only so often while there is nothing new; what is new comes at
    // once all the same. With the default of 0.5 s this is a third of all requests at rest. A worker that ends waits as long.
    CONNECT_FETCH_MAX_WAIT_MS: "2000",
    // So often the group's two threads look up while nothing happens: at rest a fifth of what the worker does, with the default of 100.
    CONNECT_RETRY_BACKOFF_MS: "300",
    // What each task may have on its way to Kafka. A small record takes ten times its size of heap until the broker has
    // it: with the default of 32 MB one shard's burst while the broker is slow fills the heap of all.
    CONNECT_PRODUCER_BUFFER_MEMORY: String(8 * 1024 * 1024),
    CONNECT_PLUGIN_DISCOVERY: "service_load",
    CONNECT_CONFIG_PROVIDERS: "dir",
    CONNECT_CONFIG_PROVIDERS_DIR_CLASS: "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
    CONNECT_CONFIG_PROVIDERS_DIR_PARAM_ALLOWED_PATHS: SECRETS_FOLDER,
    HEAP_OPTS: jvmOptions(service, 128),
  };
}
