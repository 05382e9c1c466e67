import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectorSettings } from "./connect/settings";
import type { Settings, ShardSettings } from "./settings";
import { devPlan, devSettings, shards, world } from "./testing/fixtures";
import type { Plan, ShardPlan } from "./plan";
import { ConfigurationError, planTopology } from "./topology";
import type { World } from "./world";

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);

/** Lists of shards without a fault: of distinct names, ports and server ids. */
const goodShards = fc
  .uniqueArray(label, { minLength: 1, maxLength: 12 })
  .map((names): ShardSettings[] =>
    names.map((name, i) => ({ name, hostPort: 20_000 + i, serverId: 5001 + i })),
  );

const text = fc.oneof(
  fc.string(),
  fc.constantFrom("shard0", "id", "products.products", "constructor", "__proto__"),
);
const port = fc.integer({ min: 1024, max: 65535 });

/** Any settings of the right shape, faulty or not. */
const anySettings: fc.Arbitrary<Settings> = fc
  .record({
    timeZone: fc.oneof(text, fc.constant("UTC")),
    shards: fc.array(
      fc.record(
        { name: text, hostPort: port, serverId: fc.integer({ min: 1, max: 4294967295 }), connector: text },
        { requiredKeys: ["name", "hostPort", "serverId"] },
      ),
      { minLength: 1 },
    ),
    tables: fc.array(
      fc.record(
        { table: text, id: text, mapping: text, alias: text, partitions: fc.integer({ min: 1, max: 100 }) },
        { requiredKeys: ["table", "id", "mapping", "partitions"] },
      ),
      { minLength: 1 },
    ),
    rootPassword: text,
    cdcPassword: text,
    connectPort: port,
    searchPort: port,
    connectorConfig: fc.dictionary(text, text),
  })
  .map((changes) => devSettings(changes));

/** A world as `readWorld` reads it for the settings: it knows every mapping file that they name. */
function anyWorld({ tables }: Settings): fc.Arbitrary<World> {
  const mapping = fc.oneof(
    fc.record({ error: text }),
    fc.record({
      mappings: fc.record({ properties: fc.dictionary(text, fc.record({ type: text })) }),
      reserved: fc.array(text),
    }),
  );
  return fc.record({
    mappings: fc
      .array(mapping, { minLength: tables.length, maxLength: tables.length })
      .map((files) =>
        Object.fromEntries(tables.map((table, i) => [table.mapping, files[i] ?? { error: "" }])),
      ),
    tables: fc.array(
      fc.record({
        table: text,
        shard: text,
        columns: fc.array(fc.record({ name: text, type: text, key: fc.nat() })),
        rows: fc.nat(),
      }),
    ),
    takenPorts: fc.array(port),
  });
}

function plan(list: ShardSettings[]): Plan {
  return devPlan({ shards: list });
}

/** Every name and number of a shard that must be no other shard's. */
function ownNames({ name, container, volume, host, hostPort, mysqlServerId, connector, tables }: ShardPlan) {
  return {
    name,
    container,
    volume,
    host,
    hostPort,
    mysqlServerId,
    connector: connector.name,
    serverId: connector.serverId,
    topicPrefix: connector.topicPrefix,
    historyTopic: connector.historyTopic,
    heartbeatTopic: connector.heartbeatTopic,
    signalTopic: connector.signalTopic,
    notificationTopic: connector.notificationTopic,
    passwordFile: connector.passwordFile,
    topics: tables.map((t) => t.topic).join(),
    series: tables.map((t) => t.series).join(),
  };
}

describe("planTopology", () => {
  it("gives the default stack the names, ports and ids of the source document", () => {
    const table = devPlan().shards.map((shard) => {
      const config = connectorSettings(shard);
      return [
        shard.connector.name,
        `${config["database.hostname"] ?? ""}:${config["database.port"] ?? ""}`,
        shard.hostPort,
        config["database.server.id"],
        config["topic.prefix"],
        config["schema.history.internal.kafka.topic"],
      ];
    });
    expect(table).toEqual([
      ["inventory-connector-0", "mysql-3308:3306", 3308, "5001", "shard0", "schemahistory.shard0"],
      ["inventory-connector-1", "mysql-3309:3306", 3309, "5002", "shard1", "schemahistory.shard1"],
      ["inventory-connector-2", "mysql-3310:3306", 3310, "5003", "shard2", "schemahistory.shard2"],
    ]);
  });

  it("derives everything of a shard of the default stack", () => {
    expect(devPlan().shards[1]).toEqual({
      name: "shard1",
      container: "shardview-dev-mysql-3309",
      volume: "shardview-dev-mysql-shard1",
      host: "mysql-3309",
      hostPort: 3309,
      memory: 512,
      image: undefined,
      mysqlServerId: 3309,
      timeZone: "Asia/Seoul",
      databases: ["products"],
      connector: {
        name: "inventory-connector-1",
        serverId: 5002,
        topicPrefix: "shard1",
        historyTopic: "schemahistory.shard1",
        heartbeatTopic: "__debezium-heartbeat.shard1",
        signalTopic: "signal.shard1",
        notificationTopic: "notification.shard1",
        state: "running",
        snapshot: 0,
        offsetsReset: 0,
        acceptLoss: [],
        passwordFile: "shard1-password",
        certificateFile: "shard1-ca.pem",
        maxRowSize: 1,
        profile: "fresh",
        overrides: {},
      },
      tables: [
        {
          table: "products.products",
          idColumn: "id",
          topic: "shard1.products.products",
          partitions: 1,
          series: "shard1.products.products",
          skip: [],
          alias: "products",
          mappingFile: "indices/products.json",
          maxRowSize: 1,
          profile: "fresh",
        },
      ],
      recovery: 0,
    });
  });

  it("derives everything else of the default stack", () => {
    expect({ ...devPlan(), shards: [] }).toEqual({
      stack: "dev",
      network: "shardview-dev",
      shards: [],
      kafka: {
        container: "shardview-dev-kafka",
        host: "kafka",
        hostPort: 9092,
        memory: 768,
        image: undefined,
        jvmOptions: "",
        volume: "shardview-dev-kafka",
        maxRowSize: 1,
      },
      connect: {
        container: "shardview-dev-connect",
        host: "connect",
        hostPort: 8083,
        memory: 1024,
        image: undefined,
        jvmOptions: "",
        secretsVolume: "shardview-dev-connect-secrets",
        url: "http://localhost:8083",
      },
      search: {
        container: "shardview-dev-search",
        host: "search",
        hostPort: 9200,
        memory: 1280,
        image: undefined,
        jvmOptions: "",
        volume: "shardview-dev-search",
        url: "http://localhost:9200",
      },
      watcher: {
        container: "shardview-dev-watcher",
        host: "watcher",
        memory: 64,
        volume: "shardview-dev-watcher",
        settings: {
          stack: "dev",
          connectUrl: "http://connect:8083",
          searchUrl: "http://search:9200",
          bootstrapServers: "kafka:29092",
          interval: 5,
          maxRestarts: 7,
        },
      },
      protectData: false,
      readyTimeout: 300,
    });
    expect(devPlan({ watch: false }).watcher).toBeUndefined();
  });

  it("hands a shard's own wishes to its connector, and the stack's to all", () => {
    const list = shards(
      { state: "paused", snapshot: 2, offsetsReset: 1 },
      {},
      { recovery: 2, offsetsReset: 1 },
    );
    const connectors = devPlan({ shards: list, acceptLoss: ["errors.tolerance"] }).shards;
    expect(connectors.map(({ connector }) => connector)).toMatchObject([
      { state: "paused", snapshot: 2, offsetsReset: 1, acceptLoss: ["errors.tolerance"] },
      { state: "running", snapshot: 0, offsetsReset: 0, acceptLoss: ["errors.tolerance"] },
      // A recovery forgets the position too.
      { state: "running", snapshot: 0, offsetsReset: 3, acceptLoss: ["errors.tolerance"] },
    ]);
  });

  it("names each database of the captured tables once", () => {
    const table = { id: "id", mapping: "indices/products.json", partitions: 1 };
    const tables = ["shop.orders", "shop.items", "crm.users"].map((name) => ({ ...table, table: name }));
    expect(devPlan({ tables }).shards[0]?.databases).toEqual(["shop", "crm"]);
  });

  it("keeps the data of a shard that moves to another port", () => {
    const moved = devPlan({ shards: shards({ hostPort: 3399 }) }).shards[0];
    expect(moved).toMatchObject({ host: "mysql-3399", volume: "shardview-dev-mysql-shard0" });
  });

  it("shares no name on the engine between two stacks", () => {
    const onEngine = (stack: string) => {
      const { network, kafka, connect, search, shards } = planTopology(stack, devSettings(), world());
      const services = [kafka, connect, search, ...shards].map((service) => service.container);
      const volumes = [kafka.volume, connect.secretsVolume, search.volume, ...shards.map((s) => s.volume)];
      return [network, ...services, ...volumes];
    };
    const other = onEngine("test");
    expect(onEngine("dev").filter((name) => other.includes(name))).toEqual([]);
  });

  it("gives distinct shards distinct names", () => {
    fc.assert(
      fc.property(goodShards, (list) => {
        const names = plan(list).shards.map(ownNames);
        for (const key of Object.keys(names[0] ?? {}) as (keyof ReturnType<typeof ownNames>)[]) {
          expect(new Set(names.map((own) => own[key])).size, key).toBe(list.length);
        }
      }),
    );
  });

  it("plans the other shards as before when one is removed, wherever it stood", () => {
    fc.assert(
      fc.property(goodShards, fc.nat(), (list, at) => {
        fc.pre(list.length > 1);
        const removed = list[at % list.length]?.name;
        const before = plan(list);
        const after = plan(list.filter((shard) => shard.name !== removed));
        expect(after).toEqual({ ...before, shards: before.shards.filter((s) => s.name !== removed) });
      }),
    );
  });

  it("answers any settings of the right shape with a plan or a ConfigurationError", () => {
    const withWorld = anySettings.chain((settings) => fc.tuple(fc.constant(settings), anyWorld(settings)));
    fc.assert(
      fc.property(withWorld, ([settings, around]) => {
        try {
          expect(planTopology("dev", settings, around).shards).toHaveLength(settings.shards.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError);
          expect((error as Error).message).toMatch(
            /^The configuration of stack 'dev' has \d+ faults?; nothing/,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});
