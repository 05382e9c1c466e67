import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { Connector } from "./connect/connector";
import { connectorSettings } from "./connect/settings";
import type { KafkaConnect } from "./kafka-connect";
import type { Kafka } from "./kafka";
import { Topic } from "./kafka/topic";
import type { MysqlShard } from "./mysql-shard";
import type { SearchEngine } from "./search-engine";
import { SearchIndex } from "./search/search-index";
import { indexDefinition, parseMapping } from "./search/settings";
import type { Plan, ShardPlan, TablePlan } from "./plan";

export interface ShardPipelineArgs {
  plan: Plan;
  shard: ShardPlan;
  mysql: MysqlShard;
  kafka: Kafka;
  connect: KafkaConnect;
  search: SearchEngine;
  cdcPassword: pulumi.Output<string>;
}

// Kept for ever: any index can be built again from the beginning of its topic.
const TABLE_TOPIC = { "cleanup.policy": "compact" };
// https://debezium.io/documentation/reference/stable/connectors/mysql.html: one partition, no compaction, no expiry.
const HISTORY_TOPIC = { "cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1" };

// Read within seconds; a day of them helps to see what happened.
const SIGNAL_TOPIC = { "cleanup.policy": "delete", "retention.ms": "86400000" };

/** The way of one shard's rows: topics, connector, and an index for each table. */
export class ShardPipeline extends pulumi.ComponentResource {
  readonly connector: Connector;
  readonly indexes: SearchIndex[];

  constructor(name: string, args: ShardPipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("shardview:index:ShardPipeline", name, {}, opts);
    const { shard, kafka } = args;
    const bootstrapServers = `localhost:${args.plan.kafka.hostPort}`;
    const generation = shard.recovery;
    const writer = { url: args.plan.connect.url, connector: shard.connector.name };
    const topic = (
      topicName: string,
      config: Record<string, string>,
      { partitions = 1, generation = 0 } = {},
    ) =>
      new Topic(
        topicName,
        { bootstrapServers, topic: topicName, partitions, config, generation, writer },
        // Topics go with the broker that holds them.
        { parent: this, dependsOn: [kafka.ready], deletedWith: kafka.container },
      );
    const tableTopics = shard.tables.map(({ topic: name, partitions }) =>
      topic(name, TABLE_TOPIC, { partitions, generation }),
    );
    const ownTopics = [
      topic(shard.connector.historyTopic, HISTORY_TOPIC, { generation }),
      topic(shard.connector.heartbeatTopic, { "cleanup.policy": "compact" }),
      topic(shard.connector.signalTopic, SIGNAL_TOPIC),
      topic(shard.connector.notificationTopic, SIGNAL_TOPIC),
    ];
    this.connector = this.declareConnector(args, [...tableTopics, ...ownTopics]);
    this.indexes = shard.tables.map((table) => this.declareIndex(args, table));
    this.registerOutputs({
      connector: this.connector.name,
      indexes: this.indexes.map((index) => index.index),
    });
  }

  private declareConnector(
    { plan, shard, mysql, connect, cdcPassword }: ShardPipelineArgs,
    topics: Topic[],
  ): Connector {
    const files = this.declareFiles({ shard, plan, mysql, connect, cdcPassword });
    const { name, state, snapshot, offsetsReset, acceptLoss } = shard.connector;
    const rows = shard.tables.flatMap(({ table, rows }) =>
      rows === undefined ? [] : [[table, rows] as const],
    );
    return new Connector(
      // By the shard's name, which outlives the connector's.
      shard.name,
      {
        url: plan.connect.url,
        name,
        config: connectorSettings(shard),
        ...{ state, snapshot, offsetsReset, acceptLoss },
        // This Connect is the stack's own.
        onExisting: "adopt",
        signal: { bootstrapServers: `localhost:${plan.kafka.hostPort}` },
        records: "search",
        connectable: pulumi.all([mysql.container.id, ...files.map(({ id }) => id)]),
        rows: Object.fromEntries(rows),
        awaitSnapshot: true,
        timeout: plan.readyTimeout,
      },
      {
        parent: this,
        aliases: [{ name }],
        dependsOn: [...topics, ...files, connect.ready, mysql.ready],
        // Connect keeps its connectors in Kafka: they go with it.
        deletedWith: connect.container,
      },
    );
  }

  /** What the connector reads of the worker's secrets folder: the password, and the server's certificate. */
  private declareFiles({
    plan,
    shard,
    mysql,
    connect,
    cdcPassword,
  }: Omit<ShardPipelineArgs, "kafka" | "search">): pulumi.CustomResource[] {
    const { name: connector, passwordFile: file, certificateFile } = shard.connector;
    const args = { container: plan.connect.container, connector, timeout: plan.readyTimeout };
    const opts = { parent: this, dependsOn: [mysql.ready, connect.ready] };
    // In this order: MySQL takes both passwords, the connector takes up the new one, the old one ends.
    const password = connect.secretFile(file, { ...args, file, content: cdcPassword }, opts);
    mysql.discardOldPassword(`${shard.name}-discard-old-password`, shard.container, cdcPassword, {
      parent: this,
      dependsOn: [password],
    });
    if (certificateFile === undefined) return [password];
    const server = mysql.container.id;
    const certificate = connect.certificateFile(
      `${shard.name}-certificate`,
      { ...args, file: certificateFile, server },
      opts,
    );
    return [password, certificate];
  }

  private declareIndex({ plan, shard, search }: ShardPipelineArgs, table: TablePlan): SearchIndex {
    const { recovery: generation } = shard;
    const mapping = parseMapping(readFileSync(table.mappingFile, "utf8"));
    return new SearchIndex(
      table.topic,
      {
        url: plan.search.url,
        series: table.series,
        alias: table.alias,
        definition: { ...indexDefinition(table, mapping, "kafka:29092"), ...(generation && { generation }) },
        skip: table.skip,
        bootstrapServers: `localhost:${plan.kafka.hostPort}`,
        timeout: plan.readyTimeout,
      },
      // After the connector: its snapshot is over, so what the topic holds then is the whole table.
      { parent: this, dependsOn: [this.connector, search.ready], deletedWith: search.container },
    );
  }
}
