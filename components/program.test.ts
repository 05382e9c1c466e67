import { beforeAll, describe, expect, it, vi } from "vitest";
import { connectorSettings } from "./connect/settings";
import { stackOutputs } from "./outputs";
import { secretNames } from "./settings";
import { devPlan, ROOT, shards } from "./testing/fixtures";
import { fakeEngine } from "./testing/fake-engine";
import { scriptedServer } from "./testing/http-server";
import { revive as reviveText } from "./testing/old-state";
import { declareProgram, type Declared, type Registered } from "./testing/program";

const CONTAINER = "docker:index/container:Container";
const VOLUME = "docker:index/volume:Volume";
const NETWORK = "docker:index/network:Network";
const IMAGE = "docker:index/remoteImage:RemoteImage";
const COMMAND = "command:local:Command";
const TOPIC = "pulumi-nodejs:dynamic/shardview:Topic";
const CONNECTOR = "pulumi-nodejs:dynamic/shardview:Connector";
const SEARCH_INDEX = "pulumi-nodejs:dynamic/shardview:SearchIndex";

let dev: Declared;
let withoutShard1: Declared;
let withFourth: Declared;
let protectedData: Declared;
let otherImages: Declared;
let unwatched: Declared;
let recovered: Declared;
let faulty: Declared;

beforeAll(async () => {
  const [shard0, , shard2] = shards({}, {}, {});
  [dev, withoutShard1, withFourth, protectedData, otherImages, unwatched, recovered, faulty] =
    await declareProgram([
      {},
      { shards: [shard0, shard2] },
      { shards: shards({}, {}, {}, { name: "eu", hostPort: 3399, serverId: 6001 }) },
      { protectData: true },
      { images: { mysql: "mysql:9.7", search: "opensearchproject/opensearch:3.8.0" } },
      { watch: false },
      { shards: shards({}, { recovery: 1 }, {}) },
      { shards: shards({ name: "Shard0" }, { hostPort: 8083 }) },
    ]);
}, 60_000);

function all(type: string, { resources }: Declared = dev): Registered[] {
  return resources.filter((resource) => resource.type === type);
}

function one(type: string, name: string, declared: Declared = dev): Registered {
  return (
    all(type, declared).find((resource) => resource.name === name) ?? expect.fail(`no ${type} '${name}'`)
  );
}

function names(type: string, declared: Declared = dev): string[] {
  return all(type, declared)
    .map(({ name }) => name)
    .sort();
}

/** Everything by type and name, for comparing two runs. */
function byKey({ resources }: Declared): Record<string, Registered> {
  return Object.fromEntries(resources.map((resource) => [`${resource.type}::${resource.name}`, resource]));
}

/** What is in `more` and not in `less`; all else must be the same in both, options included. */
function added(less: Declared, more: Declared): string[] {
  const [before, after] = [byKey(less), byKey(more)];
  const unchanged = Object.fromEntries(Object.entries(after).filter(([key]) => key in before));
  expect(unchanged).toEqual(before);
  return Object.keys(after)
    .filter((key) => !(key in before))
    .sort();
}

function topicsOfShard(name: string): string[] {
  const own = ["schemahistory", "__debezium-heartbeat", "signal", "notification"].map(
    (kind) => `${kind}.${name}`,
  );
  return [`${name}.products.products`, ...own];
}

/** The keys of all that belongs to a shard of the default stack's table. */
function keysOfShard(name: string): string[] {
  return [
    ...["shardview:index:MysqlShard", "shardview:index:ShardPipeline"].map((type) => `${type}::${name}`),
    ...[`${VOLUME}::${name}-data`, `${CONTAINER}::${name}-container`],
    ...["ready", "setup", "password", "discard-old-password", "certificate", "watched"].map(
      (step) => `${COMMAND}::${name}-${step}`,
    ),
    ...topicsOfShard(name).map((t) => `${TOPIC}::${t}`),
    `${CONNECTOR}::${name}`,
    `${SEARCH_INDEX}::${name}.products.products`,
  ].sort();
}

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
        [...new Set(dev.resources.map(({ type }) => type))].map((type) => [type, names(type)]),
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
      for (const { name, inputs } of all(type)) {
        expect(inputs["labels"], name).toEqual([{ label: "shardview.stack", value: "dev" }]);
        expect(inputs["name"], name).toMatch(/^shardview-dev(-|$)/);
      }
    }
  });

  it("publishes each service on 127.0.0.1 only, under its name in the network", () => {
    const published = all(CONTAINER).map(({ inputs }) => [
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
      expect(one(CONTAINER, `${name}-container`).inputs).toMatchObject({
        memory: limit,
        memorySwap: limit,
        capabilities: { drops: ["ALL"] },
        securityOpts: ["no-new-privileges"],
        logDriver: "json-file",
        logOpts: { "max-size": "10m", "max-file": "3" },
        restart: "unless-stopped",
      });
      expect(one(COMMAND, `${name}-ready`).inputs).toMatchObject({ environment: { PIDS_LIMIT: "2048" } });
    }
  });

  it("makes the root file system read-only but for /tmp, where the engine need not copy files into it", () => {
    for (const name of ["kafka", "connect", "search"]) {
      expect(one(CONTAINER, `${name}-container`).inputs).toMatchObject({
        readOnly: true,
        tmpfs: { "/tmp": "rw,exec,nosuid,nodev,size=64m" },
      });
    }
    const { inputs } = one(CONTAINER, "shard0-container");
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
      const { inputs } = one(CONTAINER, `${name}-container`);
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
      expect(one(CONNECTOR, shard.name).inputs).toMatchObject({
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
    const config = (name: string) => one(TOPIC, name).inputs["config"];
    expect(config("shard0.products.products")).toEqual({ "cleanup.policy": "compact" });
    expect(config("__debezium-heartbeat.shard0")).toEqual({ "cleanup.policy": "compact" });
    expect(config("schemahistory.shard0")).toEqual({
      "cleanup.policy": "delete",
      "retention.ms": "-1",
      "retention.bytes": "-1",
    });
  });

  it("starts each thing after what it needs", () => {
    const needs = (type: string, name: string) => one(type, name).options.dependsOn;
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
    const waits = all(CONTAINER).flatMap(({ options }) => options.dependsOn);
    expect([...new Set(waits)].filter((name) => !/^(network|.*-(image|data|secrets))$/.test(name))).toEqual(
      [],
    );
  });

  it("lets what lives in a container go with it", () => {
    const goesWith = (type: string) => [...new Set(all(type).map(({ options }) => options.deletedWith))];
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

describe("the program, for a changed stack", () => {
  it("declares a fourth shard without a change of anything else", () => {
    expect(added(dev, withFourth)).toEqual(keysOfShard("eu"));
  });

  it("leaves everything else as it is when a shard in the middle is removed", () => {
    expect(added(withoutShard1, dev)).toEqual(keysOfShard("shard1"));
  });

  it("protects the data and keeps it at destroy with protectData, and only then", () => {
    const kept = ({ resources }: Declared) =>
      resources.filter(({ options }) => options.protect && options.retainOnDelete).map(({ name }) => name);
    expect(kept(dev)).toEqual([]);
    expect(kept(protectedData).sort()).toEqual(names(VOLUME).filter((name) => name !== "watcher-data"));
  });

  it("runs the images that it names instead of building its own, with the rights that their entrypoints need", () => {
    expect(names(IMAGE, otherImages)).toEqual([
      "connect-image",
      "jre-image",
      "kafka-image",
      "mysql-image",
      "search-image",
      "watcher-image",
    ]);
    expect(one(IMAGE, "mysql-image", otherImages).inputs).toEqual({ name: "mysql:9.7", keepLocally: true });
    expect(one(IMAGE, "search-image", otherImages).inputs).toEqual({
      name: "opensearchproject/opensearch:3.8.0",
      keepLocally: true,
    });
    for (const name of ["shard1", "search"]) {
      const { inputs } = one(CONTAINER, `${name}-container`, otherImages);
      expect(inputs).not.toHaveProperty("capabilities");
      expect(inputs).not.toHaveProperty("readOnly");
      expect(inputs).not.toHaveProperty("tmpfs");
    }
    expect(one(CONTAINER, "kafka-container", otherImages).inputs).toEqual(
      one(CONTAINER, "kafka-container").inputs,
    );
  });

  it("begins a shard's stream anew with `recovery`: topics, position and indexes, and no other shard's", () => {
    const changed = (declared: Declared) => {
      const before = byKey(dev);
      const after = Object.entries(byKey(declared));
      return after.filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key]));
    };
    expect(
      changed(recovered)
        .map(([key]) => key)
        .sort(),
    ).toEqual(
      [
        `${COMMAND}::shard1-watched`,
        `${CONNECTOR}::shard1`,
        `${SEARCH_INDEX}::shard1.products.products`,
        `${TOPIC}::schemahistory.shard1`,
        `${TOPIC}::shard1.products.products`,
      ].sort(),
    );
    expect(one(TOPIC, "shard1.products.products", recovered).inputs).toMatchObject({ generation: 1 });
    expect(one(TOPIC, "schemahistory.shard1", recovered).inputs).toMatchObject({ generation: 1 });
    expect(one(CONNECTOR, "shard1", recovered).inputs).toMatchObject({ offsetsReset: 1 });
    const { definition } = one(SEARCH_INDEX, "shard1.products.products", recovered).inputs;
    expect(definition).toMatchObject({ generation: 1 });
  });

  it("declares nothing of a watcher where none is wanted, and leaves everything else as it is", () => {
    const own = [`${IMAGE}::watcher-image`, `${VOLUME}::watcher-data`, `${CONTAINER}::watcher-container`];
    const commands = ["watcher-ready", "shard0-watched", "shard1-watched", "shard2-watched"];
    expect(added(unwatched, dev)).toEqual(
      ["shardview:index:Watcher::watcher", ...own, ...commands.map((name) => `${COMMAND}::${name}`)].sort(),
    );
  });

  it("tells the watcher of each shard what it is to look at, in a file of its own", () => {
    const { create, delete: remove, stdin } = one(COMMAND, "shard1-watched").inputs;
    const file = "/var/lib/watcher/shard1.json";
    expect(create).toBe(
      `docker exec -i shardview-dev-watcher sh -c 'cat > ${file}.new && mv ${file}.new ${file}'`,
    );
    expect(remove).toBe(`docker exec shardview-dev-watcher rm -f ${file}`);
    const topic = "shard1.products.products";
    expect(JSON.parse(stdin as string)).toEqual({
      ...{ name: "shard1", connector: "inventory-connector-1", state: "running", recovery: 0 },
      historyTopic: "schemahistory.shard1",
      indexes: [{ series: topic, alias: "products", topic, partitions: 1 }],
    });
  });

  it("declares nothing and lists the faults when the configuration is bad", () => {
    expect(faulty).toEqual({
      resources: [],
      error: [
        "The configuration of stack 'dev' has 2 faults; nothing was changed.",
        "  - shards[0].name = \"Shard0\": cannot be a DNS label, topic prefix and index name. Use 1 to 30 lower-case letters, digits and '-', beginning with a letter and not ending in '-'.",
        "  - connectPort = 8083: is the same as shards[1].hostPort. Give each service a port of its own.",
      ].join("\n"),
    });
  });
});

/** The provider of this type as the dynamic provider process gets it from the state. */
function revive(type: string): ReturnType<typeof reviveText> {
  return reviveText(all(type)[0]?.inputs["__provider"] as string);
}

describe("a provider revived from the state", () => {
  it.each([TOPIC, CONNECTOR, SEARCH_INDEX])(
    "is the same text for every %s, without a path or a secret",
    (type) => {
      const texts = new Set(all(type).map(({ inputs }) => inputs["__provider"]));
      expect(texts.size).toBe(1);
      const [text] = texts;
      expect(text).not.toContain(ROOT);
      expect(text).not.toContain("secret-of-");
    },
  );

  it.each([TOPIC, CONNECTOR, SEARCH_INDEX])("sees changes of a %s", async (type) => {
    const { inputs } = all(type)[0] ?? expect.fail(`no ${type}`);
    const { diff } = revive(type);
    expect(await diff("id", inputs, { ...inputs })).toMatchObject({ changes: false, replaces: [] });
    expect(await diff("id", inputs, { ...inputs, __provider: "newer" })).toMatchObject({
      changes: true,
      replaces: [],
    });
  });

  it("checks, creates, reads and deletes a connector", async () => {
    const config = { "connector.class": "x.Sink", "topic.prefix": "shard0" };
    const server = await scriptedServer({
      "PUT /connector-plugins/x.Sink/config/validate": { status: 200, body: { configs: [] } },
      "PUT /connectors/c/config": [{ status: 409, body: { message: "rebalance" } }, { status: 201 }],
      "GET /connectors/c/config": [{ status: 404 }, { status: 200, body: { ...config, name: "c" } }],
      "GET /connectors/c/status": {
        status: 200,
        body: { connector: { state: "RUNNING" }, tasks: [{ id: 0, state: "RUNNING" }] },
      },
      "GET /connectors/c/offsets": { status: 200, body: { offsets: [] } },
      "PUT /connectors/c/stop": { status: 404 },
      "DELETE /connectors/c": { status: 404 },
    });
    const common = { url: server.url, name: "c", config, awaitSnapshot: false, timeout: 5, state: "running" };
    const inputs = {
      ...common,
      onExisting: "fail",
      restarts: 3,
      snapshot: 0,
      offsetsReset: 0,
      acceptLoss: [],
    };
    const { check, create, read, delete: remove } = revive(CONNECTOR);
    expect(await check({}, { ...inputs, preview: false })).toEqual({ inputs, failures: [] });
    const outs = { ...inputs, pending: [], offsets: [] };
    expect(await create(inputs)).toEqual({ id: "c", outs });
    expect(await read("c", outs)).toEqual({ id: "c", props: outs, inputs });
    await remove("c", outs);
    expect(server.lines().slice(-2)).toEqual(["PUT /connectors/c/stop", "DELETE /connectors/c"]);
  });

  it("says of a change of a connector's state by older code what it does", async () => {
    const { url, config } = { url: "http://localhost:1", config: { "connector.class": "x.Sink" } };
    const older = { url, name: "c", config, awaitSnapshot: false, timeout: 5, state: "running" };
    const log = vi.spyOn(console, "log").mockReturnValue();
    const { check } = revive(CONNECTOR);
    await check(older, { ...older, snapshot: 1, signal: undefined, acceptLoss: [], preview: true });
    await check(older, { ...older, offsetsReset: 1, preview: true });
    expect(log.mock.lastCall?.[0]).toContain("offsetsReset 0 -> 1 stops it and forgets its position");
  });

  it("shows the trace of a connector that FAILED, and keeps it in the state", async () => {
    const failed = {
      connector: { state: "RUNNING" },
      tasks: [{ id: 0, state: "FAILED", trace: "java.lang.Error: boom" }],
    };
    const { url } = await scriptedServer({
      "PUT /connectors/c/config": { status: 201 },
      "GET /connectors/c/config": [{ status: 404 }, { status: 200, body: { name: "c" } }],
      "GET /connectors/c/status": { status: 200, body: failed },
    });
    const common = { url, name: "c", config: {}, awaitSnapshot: false, timeout: 5, state: "running" };
    const inputs = { ...common, restarts: 0, __provider: "code" };
    const message = "connector 'c' FAILED: java.lang.Error: boom";
    await expect(revive(CONNECTOR).create(inputs)).rejects.toMatchObject({
      message,
      id: "c",
      properties: inputs,
      reasons: [message],
    });
  });

  it("reads and deletes an index", async () => {
    const engine = await fakeEngine({ "i-000001": { aliases: ["products"], paused: true } });
    // As the code before wrote it.
    const state = {
      url: engine.url,
      index: "i-000001",
      alias: "products",
      definition: { index: {} },
      timeout: 5,
    };
    const { read, delete: remove } = revive(SEARCH_INDEX);
    expect(await read("i-000001", state)).toMatchObject({ id: "i-000001", props: { state: "paused" } });
    await remove("i-000001", state);
    expect(engine.indexes).toEqual({});
  });
});
