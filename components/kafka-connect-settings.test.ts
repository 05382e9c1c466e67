import { describe, expect, it } from "vitest";
import { connectEnvironment } from "./kafka-connect-settings";

describe("connectEnvironment", () => {
  it("makes one worker with small internal topics that reads secrets from files", () => {
    expect(connectEnvironment({ memory: 1025 })).toEqual({
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
      CONNECT_OFFSET_FLUSH_INTERVAL_MS: "1000",
      CONNECT_SCHEDULED_REBALANCE_MAX_DELAY_MS: "0",
      CONNECT_SESSION_TIMEOUT_MS: "3000",
      CONNECT_HEARTBEAT_INTERVAL_MS: "1000",
      CONNECT_FETCH_MAX_WAIT_MS: "2000",
      CONNECT_PRODUCER_BUFFER_MEMORY: "8388608",
      CONNECT_RETRY_BACKOFF_MS: "300",
      CONNECT_PLUGIN_DISCOVERY: "service_load",
      CONNECT_CONFIG_PROVIDERS: "dir",
      CONNECT_CONFIG_PROVIDERS_DIR_CLASS: "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
      CONNECT_CONFIG_PROVIDERS_DIR_PARAM_ALLOWED_PATHS: "/run/secrets/connect",
      HEAP_OPTS: "-Xms128m -Xmx512m",
    });
  });
});
