import { jvmOptions } from "./jvm-options";
import type { Plan } from "./plan";

/** Where the broker keeps its log, in the official image too. */
export const KAFKA_DATA_FOLDER = "/var/lib/kafka/data";

/** Port in the container of the listener for this machine. */
export const KAFKA_EXTERNAL_PORT = 9094;

/**
 * Milliseconds without a heartbeat after which the group of Connect's workers takes one for dead: three of its heartbeats. After a
 * crash the new worker waits for that.
 */
export const GROUP_SESSION_TIMEOUT = 3000;

/**
 * Environment of a single broker that is its own controller, as the official `apache/kafka` image documents it. Every
 * replication factor is 1: there is one broker. LOCAL is for the tools in the container: a client must reach the broker at the address
 * that its listener advertises, and `localhost:<hostPort>` is nothing in there.
 */
export function kafkaEnvironment(
  service: Pick<Plan["kafka"], "hostPort" | "memory" | "jvmOptions" | "maxRowSize">,
): Record<string, string> {
  const { maxRowSize = 1 } = service;
  return {
    KAFKA_NODE_ID: "1",
    KAFKA_PROCESS_ROLES: "broker,controller",
    KAFKA_LISTENERS: `INTERNAL://0.0.0.0:29092,EXTERNAL://0.0.0.0:${KAFKA_EXTERNAL_PORT},LOCAL://localhost:9092,CONTROLLER://localhost:9093`,
    KAFKA_ADVERTISED_LISTENERS: `INTERNAL://kafka:29092,EXTERNAL://localhost:${service.hostPort},LOCAL://localhost:9092`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP:
      "INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT,LOCAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
    KAFKA_INTER_BROKER_LISTENER_NAME: "INTERNAL",
    KAFKA_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
    KAFKA_CONTROLLER_QUORUM_VOTERS: "1@localhost:9093",
    KAFKA_LOG_DIRS: KAFKA_DATA_FOLDER,
    // Topics are declared; one that appears by a typing error has the wrong retention.
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: "false",
    ...(maxRowSize === 1 ? {} : { KAFKA_MESSAGE_MAX_BYTES: String(maxRowSize * 2 ** 20) }),
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "1",
    KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: "1",
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: "1",
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: "1",
    KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS: "1",
    // The first member of a group need not wait for others: there is one worker.
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: "0",
    // A broker refuses less than this, by default less than 6 s.
    KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: String(GROUP_SESSION_TIMEOUT),
    // By default the controller writes twice a second that nothing has changed, to the disk too. With one node nobody waits for it.
    KAFKA_METADATA_MAX_IDLE_INTERVAL_MS: "10000",
    // So long after a crash the controller takes the broker from before for alive, and does not let the new one in: by default 9 s
    // (https://github.com/apache/kafka/pull/19454). Here both are one process. One that it takes for dead in error is let in again by its
    // next heartbeat.
    KAFKA_BROKER_SESSION_TIMEOUT_MS: "2000",
    KAFKA_BROKER_HEARTBEAT_INTERVAL_MS: "500",
    KAFKA_HEAP_OPTS: jvmOptions(service),
  };
}
