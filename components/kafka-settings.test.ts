import { describe, expect, it } from "vitest";
import { kafkaEnvironment } from "./kafka-settings";

describe("kafkaEnvironment", () => {
  it("makes one broker that is its own controller and has no other to replicate to", () => {
    expect(kafkaEnvironment({ hostPort: 19092, memory: 769 })).toEqual({
      KAFKA_NODE_ID: "1",
      KAFKA_PROCESS_ROLES: "broker,controller",
      KAFKA_LISTENERS:
        "INTERNAL://0.0.0.0:29092,EXTERNAL://0.0.0.0:9094,LOCAL://localhost:9092,CONTROLLER://localhost:9093",
      KAFKA_ADVERTISED_LISTENERS: "INTERNAL://kafka:29092,EXTERNAL://localhost:19092,LOCAL://localhost:9092",
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP:
        "INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT,LOCAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
      KAFKA_INTER_BROKER_LISTENER_NAME: "INTERNAL",
      KAFKA_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
      KAFKA_CONTROLLER_QUORUM_VOTERS: "1@localhost:9093",
      KAFKA_LOG_DIRS: "/var/lib/kafka/data",
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: "false",
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "1",
      KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: "1",
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: "1",
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: "1",
      KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS: "1",
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: "0",
      KAFKA_METADATA_MAX_IDLE_INTERVAL_MS: "10000",
      KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: "3000",
      KAFKA_BROKER_SESSION_TIMEOUT_MS: "2000",
      KAFKA_BROKER_HEARTBEAT_INTERVAL_MS: "500",
      KAFKA_HEAP_OPTS: "-Xms384m -Xmx384m",
    });
  });

  it("takes messages as large as the largest row, by Kafka's own limit unless that is another", () => {
    const limit = (maxRowSize: number) => kafkaEnvironment({ hostPort: 19092, memory: 769, maxRowSize });
    expect(limit(1)).not.toHaveProperty("KAFKA_MESSAGE_MAX_BYTES");
    expect(limit(16)).toMatchObject({ KAFKA_MESSAGE_MAX_BYTES: "16777216" });
  });
});
