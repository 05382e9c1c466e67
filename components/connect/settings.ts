import type { ConnectorPlan, ShardPlan } from "../plan";
import { connectorProfile } from "../profile";

/** Folder in the Connect container that the config provider `dir` may read. */
export const SECRETS_FOLDER = "/run/secrets/connect";

/** Java reads no key store without one. It protects nothing: a certificate is public. */
const TRUSTSTORE_PASSWORD = "changeit";

const MIB = 2 ** 20;

/** What a connector's configuration is derived from: a shard, or another MySQL server described like one. */
export type ConnectorSubject = Pick<ShardPlan, "host" | "timeZone" | "databases"> & {
  connector: StreamSettings;
  tables: { table: string }[];
};

/** What of a connector's plan its configuration holds. */
export type StreamSettings = Pick<
  ConnectorPlan,
  | "serverId"
  | "topicPrefix"
  | "historyTopic"
  | "signalTopic"
  | "notificationTopic"
  | "passwordFile"
  | "certificateFile"
  | "maxRowSize"
  | "profile"
  | "overrides"
>;

/**
 * The configuration of a shard's Debezium connector, as Connect takes it: a flat map of texts.
 * The user's overrides come last; `refusedOverrides` says which are not allowed.
 */
export function connectorSettings(shard: ConnectorSubject): Record<string, string> {
  const { connector } = shard;
  return {
    ...sourceSettings(shard),
    ...tlsSettings(connector),
    ...historySettings(connector),
    ...signalSettings(connector),
    ...recordSettings,
    ...sizeSettings(connector),
    ...connector.overrides,
  };
}

function sourceSettings({
  host,
  timeZone,
  databases,
  connector,
  tables,
}: ConnectorSubject): Record<string, string> {
  return {
    "connector.class": "io.debezium.connector.mysql.MySqlConnector",
    "tasks.max": "1",
    "database.hostname": host,
    "database.port": "3306",
    "database.user": "debezium",
    // Resolved by the worker: Connect stores and shows the placeholder only.
    "database.password": `\${dir:${SECRETS_FOLDER}:${connector.passwordFile}}`,
    "database.server.id": String(connector.serverId),
    "database.include.list": databases.join(","),
    "table.include.list": tables.map((t) => t.table.replace(".", "\\.")).join(","),
    // Matches no column. With any list Debezium names the columns that an incremental snapshot reads; without one it reads `*`, which
    // lacks invisible columns, and stops.
    ...("column.include.list" in connector.overrides ? {} : { "column.exclude.list": "none" }),
    // The servers run in the same zone (mysqlCommand): with two zones every timestamp is off by the difference.
    "database.connectionTimeZone": timeZone,
    "topic.prefix": connector.topicPrefix,
    ...connectorProfile(connector),
    // The server gives a sign of life at 0.8 of it: the GTIDs of a quiet shard are confirmed and an incremental snapshot
    // of one goes on that often. A lost connection is noticed at the second look, within twice of it. The default is a
    // minute. Not less: a reader that waits so long for Kafka, as with full queues while the broker starts again, counts as
    // lost too. Its task fails in mid-event, and the watcher starts it again.
    "connect.keep.alive.interval.ms": "15000",
    // Four headers with the connector's name in each record, which nobody reads: a quarter of what a record on its way
    // to Kafka takes of the worker's heap.
    "extended.headers.enabled": "false",
    // Commits offsets while the captured tables are quiet, so that the binlog may be purged behind the connector.
    "heartbeat.interval.ms": "5000",
    // By default an unconvertible value arrives as NULL and a log line. Stop instead: nothing is lost.
    "event.converting.failure.handling.mode": "fail",
  };
}

/** With the server's certificate known: an encrypted connection, to that server only. */
function tlsSettings({ certificateFile }: StreamSettings): Record<string, string> {
  if (certificateFile === undefined) return {};
  return {
    // The certificate that MySQL makes itself names no host: its CA is what can be verified.
    "database.ssl.mode": "verify_ca",
    "database.ssl.truststore": `${SECRETS_FOLDER}/${certificateFile}.p12`,
    "database.ssl.truststore.password": TRUSTSTORE_PASSWORD,
    // Of TLS 1.3 Debezium 3.6 loses the connection when the server renews its keys (debezium/dbz#2213). The binlog is read with
    // the version that the driver has.
    "driver.tlsVersions": "TLSv1.2",
  };
}

function historySettings(connector: StreamSettings): Record<string, string> {
  return {
    "schema.history.internal.kafka.bootstrap.servers": "kafka:29092",
    "schema.history.internal.kafka.topic": connector.historyTopic,
    // The history topic holds what is needed; the copy for consumers has no reader here.
    "include.schema.changes": "false",
  };
}

/** How a running connector is asked to read tables again, and says that it has. */
function signalSettings(connector: StreamSettings): Record<string, string> {
  return {
    "signal.enabled.channels": "kafka",
    "signal.kafka.bootstrap.servers": "kafka:29092",
    "signal.kafka.topic": connector.signalTopic,
    "signal.kafka.groupId": connector.signalTopic,
    // Marks the stream by GTIDs instead of by rows in a table: the account may go on without a right to write.
    "read.only": "true",
    "notification.enabled.channels": "sink",
    "notification.sink.topic.name": connector.notificationTopic,
  };
}

/** What lets rows through that are larger than Kafka's default of 1 MiB, some of them at a time. */
function sizeSettings({ maxRowSize = 1 }: StreamSettings): Record<string, string> {
  if (maxRowSize === 1) return {};
  return {
    "producer.override.max.request.size": String(maxRowSize * MIB),
    // More than one row must have room, and as much as the worker gives to each task.
    "producer.override.buffer.memory": String(Math.max(8, 2 * maxRowSize) * MIB),
    // By default its queue has room for 8192 rows of any size.
    "max.queue.size.in.bytes": String(4 * maxRowSize * MIB),
  };
}

/** The record that the search engine's mapper reads: the row itself plus `__deleted`. */
export const recordSettings: Record<string, string> = {
  "key.converter": "org.apache.kafka.connect.json.JsonConverter",
  "key.converter.schemas.enable": "false",
  "key.converter.decimal.format": "NUMERIC",
  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
  "value.converter.schemas.enable": "false",
  "value.converter.decimal.format": "NUMERIC",
  transforms: "unwrap",
  "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
  "transforms.unwrap.delete.tombstone.handling.mode": "rewrite",
  "tombstones.on.delete": "false",
  // The default `precise` is base64 of the unscaled bytes in JSON.
  "decimal.handling.mode": "string",
  // The default, a signed 64-bit number, makes -1 of the largest; this, with the converters' NUMERIC, is the number itself.
  "bigint.unsigned.handling.mode": "precise",
  "time.precision.mode": "isostring",
};
