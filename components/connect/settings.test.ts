import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { devPlan, ROOT } from "../testing/fixtures";
import { connectorSettings } from "./settings";

const [shard] = devPlan().shards;
if (!shard) throw new Error("the default stack has no shard");

const settings = {
  "connector.class": "io.debezium.connector.mysql.MySqlConnector",
  "tasks.max": "1",
  "database.hostname": "mysql-3308",
  "database.port": "3306",
  "database.user": "debezium",
  "database.password": "${dir:/run/secrets/connect:shard0-password}",
  "database.server.id": "5001",
  "database.include.list": "products",
  "table.include.list": "products\\.products",
  "column.exclude.list": "none",
  "database.connectionTimeZone": "Asia/Seoul",
  "topic.prefix": "shard0",
  "database.ssl.mode": "verify_ca",
  "database.ssl.truststore": "/run/secrets/connect/shard0-ca.pem.p12",
  "database.ssl.truststore.password": "changeit",
  "driver.tlsVersions": "TLSv1.2",
  "max.batch.size": "1",
  "poll.interval.ms": "2000",
  "connect.keep.alive.interval.ms": "15000",
  "extended.headers.enabled": "false",
  "heartbeat.interval.ms": "5000",
  "event.converting.failure.handling.mode": "fail",
  "schema.history.internal.kafka.bootstrap.servers": "kafka:29092",
  "schema.history.internal.kafka.topic": "schemahistory.shard0",
  "include.schema.changes": "false",
  "signal.enabled.channels": "kafka",
  "signal.kafka.bootstrap.servers": "kafka:29092",
  "signal.kafka.topic": "signal.shard0",
  "signal.kafka.groupId": "signal.shard0",
  "read.only": "true",
  "notification.enabled.channels": "sink",
  "notification.sink.topic.name": "notification.shard0",
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
  "decimal.handling.mode": "string",
  "bigint.unsigned.handling.mode": "precise",
  "time.precision.mode": "isostring",
};

describe("connectorSettings", () => {
  it("are what the image of Connect is trained with: what its cache holds is what a stack runs", () => {
    const trained = connectorSettings({
      host: "localhost",
      timeZone: "Asia/Seoul",
      databases: ["training"],
      tables: [{ table: "training.items" }],
      connector: {
        serverId: 2,
        topicPrefix: "training",
        historyTopic: "schemahistory.training",
        signalTopic: "signal.training",
        notificationTopic: "notification.training",
        passwordFile: "training-password",
        certificateFile: "training-ca.pem",
        profile: "fresh",
        overrides: {},
      },
    });
    const file = join(ROOT, "images/connect/training/connector.json");

    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(trained);
  });

  it("are the source document's, and what the search engine's mapper needs", () => {
    expect(connectorSettings(shard)).toEqual(settings);
  });

  it("hold the user's own last", () => {
    const overrides = { "poll.interval.ms": "100", "snapshot.fetch.size": "500" };
    const changed = { ...shard, connector: { ...shard.connector, overrides } };
    expect(connectorSettings(changed)).toEqual({ ...settings, ...overrides });
  });

  it("leave the choice of columns to the user's list", () => {
    const overrides = { "column.include.list": "products\\.products\\.(id|name)" };
    const expected: Record<string, string> = { ...settings, ...overrides };
    delete expected["column.exclude.list"];
    const changed = { ...shard, connector: { ...shard.connector, overrides } };
    expect(connectorSettings(changed)).toEqual(expected);
  });

  it("let larger rows through, and bound how many wait, when the stack asks for it", () => {
    const changed = { ...shard, connector: { ...shard.connector, maxRowSize: 16 } };
    expect(connectorSettings(changed)).toEqual({
      ...settings,
      "producer.override.max.request.size": "16777216",
      "producer.override.buffer.memory": "33554432",
      "max.queue.size.in.bytes": "67108864",
    });
  });

  it("leave the encryption to Debezium's defaults where no certificate of the server is known", () => {
    const unknown = { ...shard.connector, certificateFile: undefined };
    const keys = Object.keys(connectorSettings({ ...shard, connector: unknown }));
    expect(keys.filter((key) => /ssl|tls/.test(key))).toEqual([]);
  });

  it("capture several tables of several databases and nothing that is named alike", () => {
    const several = connectorSettings({
      ...shard,
      databases: ["shop", "crm"],
      tables: [{ table: "shop.orders" }, { table: "crm.users" }],
    });
    expect(several["database.include.list"]).toBe("shop,crm");
    expect(several["table.include.list"]).toBe("shop\\.orders,crm\\.users");
  });
});
