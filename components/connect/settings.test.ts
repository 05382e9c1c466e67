import { describe, expect, it } from "vitest";
import { devPlan } from "../testing/fixtures";
import { connectorSettings, refusedOverrides } from "./settings";

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
  "database.connectionTimeZone": "Asia/Seoul",
  "topic.prefix": "shard0",
  "database.ssl.mode": "verify_ca",
  "database.ssl.truststore": "/run/secrets/connect/shard0-ca.pem.p12",
  "database.ssl.truststore.password": "changeit",
  "driver.tlsVersions": "TLSv1.2",
  "max.batch.size": "1",
  "connect.keep.alive.interval.ms": "30000",
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
  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
  "value.converter.schemas.enable": "false",
  transforms: "unwrap",
  "transforms.unwrap.type": "io.debezium.transforms.ExtractNewRecordState",
  "transforms.unwrap.delete.tombstone.handling.mode": "rewrite",
  "tombstones.on.delete": "false",
  "decimal.handling.mode": "string",
  "time.precision.mode": "isostring",
};

describe("connectorSettings", () => {
  it("are the source document's, and what the search engine's mapper needs", () => {
    expect(connectorSettings(shard)).toEqual(settings);
  });

  it("hold the user's own last", () => {
    const overrides = { "poll.interval.ms": "100", "snapshot.fetch.size": "500" };
    const changed = { ...shard, connector: { ...shard.connector, overrides } };
    expect(connectorSettings(changed)).toEqual({ ...settings, ...overrides });
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

describe("refusedOverrides", () => {
  const identity = "is derived from the shard and identifies its stream";
  const shape = "shapes the records that the search engine's mapper reads";

  it.each([
    ["database.server.id", identity],
    ["topic.prefix", identity],
    ["database.connectionTimeZone", identity],
    ["schema.history.internal.kafka.topic", identity],
    ["name", identity],
    ["signal.kafka.topic", identity],
    ["read.only", identity],
    ["transforms", shape],
    ["transforms.unwrap.add.fields", shape],
    ["decimal.handling.mode", shape],
    ["value.converter", shape],
    ["database.ssl.mode", "keeps the connection to MySQL encrypted, with the server that is meant"],
    ["tasks.max", "must stay 1, a MySQL binlog has one reader"],
    ["skipped.operations", "loses changes"],
    ["table.exclude.list", "excludes what the include list captures"],
    ["topic.delimiter", "changes the topics that the indexes read"],
  ])("names %s", (key, reason) => {
    expect(refusedOverrides({ "poll.interval.ms": "5", [key]: "x" })).toEqual([{ key, reason }]);
  });

  it("lets everything else be set, whatever it is called", () => {
    expect(
      refusedOverrides({ "snapshot.mode": "initial", "max.batch.size": "4096", constructor: "x" }),
    ).toEqual([]);
  });
});
