import { recordSettings } from "./settings";

// Identity: another value makes another stream, and orphans topics, offsets or history.
const IDENTITY = [
  "name",
  "connector.class",
  "database.hostname",
  "database.port",
  "database.user",
  "database.password",
  "database.server.id",
  "database.include.list",
  "table.include.list",
  "database.connectionTimeZone",
  "topic.prefix",
  "schema.history.internal.kafka.bootstrap.servers",
  "schema.history.internal.kafka.topic",
  "signal.enabled.channels",
  "signal.kafka.bootstrap.servers",
  "signal.kafka.topic",
  "signal.kafka.groupId",
  "read.only",
  "notification.enabled.channels",
  "notification.sink.topic.name",
];

// Debezium starts, but rows go missing or stop arriving.
const LOSSY: Record<string, string> = {
  "tasks.max": "must stay 1, a MySQL binlog has one reader",
  "database.exclude.list": "excludes what the include list captures",
  "table.exclude.list": "excludes what the include list captures",
  "schema.history.internal": "must stay in Kafka",
  "topic.naming.strategy": "changes the topics that the indexes read",
  "topic.delimiter": "changes the topics that the indexes read",
  "message.key.columns": "changes the keys that order the changes of a row",
  "skipped.operations": "loses changes",
};

/**
 * The user's settings that would break the pipeline, each with the reason. Everything else may be set, new keys or
 * other values for defaults (`poll.interval.ms`, `snapshot.mode`).
 */
export function refusedOverrides(overrides: Record<string, string>): { key: string; reason: string }[] {
  return Object.keys(overrides).flatMap((key) => {
    if (IDENTITY.includes(key))
      return [{ key, reason: "is derived from the shard and identifies its stream" }];
    if (Object.hasOwn(recordSettings, key) || key.startsWith("transforms.")) {
      return [{ key, reason: "shapes the records that the search engine's mapper reads" }];
    }
    if (key.startsWith("database.ssl.")) {
      return [{ key, reason: "keeps the connection to MySQL encrypted, with the server that is meant" }];
    }
    const reason = Object.hasOwn(LOSSY, key) ? LOSSY[key] : undefined;
    return reason === undefined ? [] : [{ key, reason }];
  });
}
