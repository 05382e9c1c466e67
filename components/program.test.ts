import { beforeAll, describe, expect, it } from "vitest";
import { connectorSettings } from "./connect/settings";
import { stackOutputs } from "./outputs";
import { secretNames } from "./settings";
import {
  all,
  COMMAND,
  CONNECTOR,
  CONTAINER,
  IMAGE,
  names,
  NETWORK,
  one,
  SEARCH_INDEX,
  TOPIC,
  topicsOfShard,
  VOLUME,
} from "./testing/declared";
import { devPlan } from "./testing/fixtures";
import { declareProgram, type Declared } from "./testing/program";

let dev: Declared;

beforeAll(async () => {
  [dev] = await declareProgram([{}]);
}, 60_000);

/** A value without what is marked as a secret in it. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  if ("4dabf18193072939515e22adb298388d" in value) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}

describe("the program, for the default stack", () => {
  it("declares these resources and no other", () => {
    const perShard = (suffix: string) => ["shard0", "shard1", "shard2"].map((shard) => `${shard}${suffix}`);
    expect(
      Object.fromEntries(
        [...new Set(dev.resources.map(({ type }) => type))].map((type) => [type, names(dev, type)]),
      ),
    ).toEqual({
      "shardview:index:Kafka": ["kafka"],
      "shardview:index:KafkaConnect": ["connect"],
      "shardview:index:SearchEngine": ["search"],
      "shardview:index:Watcher": ["watcher"],
      "shardview:index:MysqlShard": perShard(""),
      "shardview:index:ShardPipeline": perShard(""),
      [NETWORK]: ["network"],
      [IMAGE]: ["connect", "jre", "kafka", "mysql", "search", "watcher"].map((name) => `${name}-image`),
      [VOLUME]: ["connect-secrets", "kafka-data", "search-data", "watcher-data", ...perShard("-data")].sort(),
      [CONTAINER]: ["connect", "kafka", "search", "watcher", ...perShard("")]
        .map((name) => `${name}-container`)
        .sort(),
      [COMMAND]: [
        ...["connect-ready", "kafka-ready", "search-ready", "watcher-ready"],
        ...["-ready", "-setup", "-password", "-discard-old-password", "-certificate", "-watched"].flatMap(
          perShard,
        ),
      ].sort(),
      [TOPIC]: ["shard0", "shard1", "shard2"].flatMap(topicsOfShard).sort(),
      [CONNECTOR]: perShard(""),
      [SEARCH_INDEX]: perShard(".products.products"),
    });
  });

  it("gives what is on the engine the stack's name and label", () => {
    for (const type of [NETWORK, VOLUME, CONTAINER]) {
      for (const { name, inputs } of all(dev, type)) {
        expect(inputs["labels"], name).toEqual([{ label: "shardview.stack", value: "dev" }]);
        expect(inputs["name"], name).toMatch(/^shardview-dev(-|$)/);
      }
    }
  });

  it("publishes each service on 127.0.0.1 only, under its name in the network", () => {
    const published = all(dev, CONTAINER).map(({ inputs }) => [
      inputs["name"],
      inputs["hostname"],
      inputs["networksAdvanced"],
      inputs["ports"],
    ]);
    const expected = (
      [
        ["kafka", 9094, 9092],
        ["connect", 8083, 8083],
        ["search", 9200, 9200],
        ["mysql-3308", 3306, 3308],
        ["mysql-3309", 3306, 3309],
        ["mysql-3310", 3306, 3310],
      ] as const
    ).map(([host, internal, external]) => [
      `shardview-dev-${host}`,
      host,
      [{ name: "shardview-dev", aliases: [host] }],
      [{ internal, external, ip: "127.0.0.1" }],
    ]);
    const watcher = ["shardview-dev-watcher", "watcher", [{ name: "shardview-dev", aliases: ["watcher"] }]];
    expect(published.sort()).toEqual([...expected, [...watcher, undefined]].sort());
  });

  it("limits every container: memory without swap, processes, log size, no capability, no new privilege", () => {
    const shardMemory = { shard0: 512, shard1: 512, shard2: 512 };
    const memory = { kafka: 768, connect: 1024, search: 1280, watcher: 64, ...shardMemory };
    for (const [name, limit] of Object.entries(memory)) {
      expect(one(dev, CONTAINER, `${name}-container`).inputs).toMatchObject({
        memory: limit,
        memorySwap: limit,
        capabilities: { drops: ["ALL"] },
        securityOpts: ["no-new-privileges"],
        logDriver: "json-file",
        logOpts: { "max-size": "10m", "max-file": "3" },
        restart: "unless-stopped",
      });
      expect(one(dev, COMMAND, `${name}-ready`).inputs).toMatchObject({
        environment: { PIDS_LIMIT: "2048" },
      });
    }
  });

  it("gives Connect and the search engine four times the weight of another container where processors are short", () => {
    const weights = all(dev, CONTAINER).map(({ name, inputs }) => [name, inputs["cpuShares"]]);
    expect(new Set(weights.filter(([, weight]) => weight !== undefined))).toEqual(
      new Set([
        ["connect-container", 4096],
        ["search-container", 4096],
      ]),
    );
    expect(weights.length).toBeGreaterThan(5);
  });

  it("makes the root file system read-only but for /tmp, where the engine need not copy files into it", () => {
    for (const name of ["kafka", "connect", "search"]) {
      expect(one(dev, CONTAINER, `${name}-container`).inputs).toMatchObject({
        readOnly: true,
        tmpfs: { "/tmp": "rw,exec,nosuid,nodev,size=64m" },
      });
    }
    const { inputs } = one(dev, CONTAINER, "shard0-container");
    expect(inputs).toHaveProperty("uploads");
    expect(inputs).not.toHaveProperty("readOnly");
  });

  it.each([
    ["kafka", "kafka", "shardview-dev-kafka", "/var/lib/kafka/data"],
    ["connect", "connect", "shardview-dev-connect-secrets", "/run/secrets/connect"],
    ["search", "search", "shardview-dev-search", "/usr/share/opensearch/data"],
    ["shard0", "mysql", "shardview-dev-mysql-shard0", "/var/lib/mysql"],
    ["watcher", "watcher", "shardview-dev-watcher", "/var/lib/watcher"],
  ])(
    "runs %s from the id of its image, with its data in a named volume",
    (name, image, volumeName, folder) => {
      const { inputs } = one(dev, CONTAINER, `${name}-container`);
      expect(inputs["image"]).toBe(`sha256:${image}-image`);
      expect(inputs["volumes"]).toEqual([{ volumeName, containerPath: folder }]);
    },
  );

  it("marks every password as a secret wherever it goes, and puts none into a command or an environment", () => {
    const visible = JSON.stringify(dev.resources.map(({ inputs }) => withoutSecrets(inputs)));
    const hidden = JSON.stringify(dev.resources.map(({ inputs }) => inputs));
    for (const password of secretNames.map((key) => `secret-of-${key}`)) {
      const base64 = Buffer.from(password).toString("base64");
      expect(hidden.includes(password) || hidden.includes(base64), password).toBe(true);
      expect(visible).not.toContain(password);
      expect(visible).not.toContain(base64);
    }
  });

  it("tells the connectors where their password is, not what it is", () => {
    for (const shard of devPlan().shards) {
      expect(one(dev, CONNECTOR, shard.name).inputs).toMatchObject({
        url: "http://localhost:8083",
        name: shard.connector.name,
        config: connectorSettings(shard),
        awaitSnapshot: true,
        timeout: 300,
        state: "running",
        onExisting: "adopt",
        signal: { bootstrapServers: "localhost:9092" },
        records: "search",
      });
    }
  });

  it("keeps table topics for ever by compaction, and the schema history whole", () => {
    const config = (name: string) => one(dev, TOPIC, name).inputs["config"];
    expect(config("shard0.products.products")).toEqual({ "cleanup.policy": "compact" });
    expect(config("__debezium-heartbeat.shard0")).toEqual({ "cleanup.policy": "compact" });
    expect(config("schemahistory.shard0")).toEqual({
      "cleanup.policy": "delete",
      "retention.ms": "-1",
      "retention.bytes": "-1",
    });
  });

  it("starts each thing after what it needs", () => {
    const needs = (type: string, name: string) => one(dev, type, name).options.dependsOn;
    expect(needs(IMAGE, "connect-image")).toEqual(["kafka-image"]);
    expect(needs(CONTAINER, "shard0-container")).toEqual(["mysql-image", "network", "shard0-data"]);
    expect(needs(COMMAND, "shard0-setup")).toContain("shard0-ready");
    expect(needs(COMMAND, "shard0-password")).toEqual(["connect-ready", "shard0-setup"]);
    expect(needs(COMMAND, "shard0-discard-old-password")).toEqual(["shard0-password"]);
    expect(needs(COMMAND, "shard0-certificate")).toEqual([
      "connect-ready",
      "shard0-container",
      "shard0-setup",
    ]);
    expect(needs(TOPIC, "shard0.products.products")).toEqual(["kafka-ready"]);
    expect(needs(CONNECTOR, "shard0")).toEqual([
      "__debezium-heartbeat.shard0",
      "connect-ready",
      "notification.shard0",
      "schemahistory.shard0",
      "shard0-certificate",
      "shard0-container",
      "shard0-password",
      "shard0-setup",
      "shard0.products.products",
      "signal.shard0",
    ]);
    expect(needs(SEARCH_INDEX, "shard0.products.products")).toEqual(["search-ready", "shard0"]);
    expect(needs(COMMAND, "shard0-watched")).toEqual([
      ...["shard0", "shard0.products.products", "watcher-ready"],
    ]);
  });

  it("starts all containers side by side", () => {
    const waits = all(dev, CONTAINER).flatMap(({ options }) => options.dependsOn);
    expect([...new Set(waits)].filter((name) => !/^(network|.*-(image|data|secrets))$/.test(name))).toEqual(
      [],
    );
  });

  it("lets what lives in a container go with it", () => {
    const goesWith = (type: string) => [...new Set(all(dev, type).map(({ options }) => options.deletedWith))];
    expect(goesWith(TOPIC)).toEqual(["kafka-container"]);
    expect(goesWith(CONNECTOR)).toEqual(["connect-container"]);
    expect(goesWith(SEARCH_INDEX)).toEqual(["search-container"]);
  });

  it("gives the plan's names as outputs", () => {
    const { shards, ...others } = dev.outputs ?? {};
    const { shards: planned, ...otherPlanned } = stackOutputs(devPlan(), {});
    expect(others).toEqual(otherPlanned);
    expect(shards).toEqual({
      shard0: { ...planned["shard0"], indexes: ["shard0.products.products-000001"] },
      shard1: { ...planned["shard1"], indexes: ["shard1.products.products-000001"] },
      shard2: { ...planned["shard2"], indexes: ["shard2.products.products-000001"] },
    });
  });
});
