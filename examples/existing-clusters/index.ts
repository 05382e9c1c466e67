import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { Connector, connectorSettings, indexDefinition, parseMapping, SearchIndex, Topic } from "shardview";

const config = new pulumi.Config();
const name = config.require("name");
const kafkaInside = config.require("kafkaInside");

/** Names of this stream; nothing else on the clusters may have them. */
const table = {
  table: "products.products",
  idColumn: "id",
  topic: `${name}.products.products`,
  partitions: 1,
  series: `${name}.products.products`,
  alias: name,
  mappingFile: "products.json",
  skip: [],
};
const stream = {
  name: `${name}-products`,
  serverId: config.requireNumber("serverId"),
  topicPrefix: name,
  historyTopic: `schemahistory.${name}`,
  heartbeatTopic: `__debezium-heartbeat.${name}`,
  signalTopic: `signal.${name}`,
  notificationTopic: `notification.${name}`,
  passwordFile: "",
  overrides: {
    "database.user": config.require("mysqlUser"),
    "database.password": config.require("mysqlPassword"),
    "schema.history.internal.kafka.bootstrap.servers": kafkaInside,
    "signal.kafka.bootstrap.servers": kafkaInside,
  },
};

const compacted = { "cleanup.policy": "compact" };
const kept = { "cleanup.policy": "delete", "retention.ms": "-1" };
const topics = Object.entries({
  [table.topic]: compacted,
  [stream.heartbeatTopic]: compacted,
  [stream.historyTopic]: kept,
  [stream.signalTopic]: kept,
  [stream.notificationTopic]: kept,
}).map(([topic, settings]) => {
  return new Topic(topic, { bootstrapServers: config.require("kafka"), topic, config: settings });
});

const connector = new Connector(
  stream.name,
  {
    url: config.require("connectUrl"),
    name: stream.name,
    config: connectorSettings({
      host: config.require("mysqlHost"),
      timeZone: "Asia/Seoul",
      databases: ["products"],
      connector: stream,
      tables: [table],
    }),
    // For a table that is captured later, and for `snapshot: 1`: all rows once more, while the stream goes on.
    signal: { bootstrapServers: config.require("kafka") },
    awaitSnapshot: true,
  },
  { dependsOn: topics },
);

const index = new SearchIndex(
  table.topic,
  {
    url: config.require("searchUrl"),
    series: table.series,
    alias: table.alias,
    definition: indexDefinition(table, parseMapping(readFileSync(table.mappingFile, "utf8")), kafkaInside),
  },
  // The snapshot is over then: the index is ready when it has every row.
  { dependsOn: [connector] },
);

export const connectorState = connector.state;
export const indexName = index.index;
