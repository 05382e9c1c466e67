import { beforeAll, describe, expect, it } from "vitest";
import {
  COMMAND,
  CONNECTOR,
  CONTAINER,
  IMAGE,
  names,
  one,
  SEARCH_INDEX,
  TOPIC,
  topicsOfShard,
  VOLUME,
} from "./testing/declared";
import { shards } from "./testing/fixtures";
import { declareProgram, type Declared, type Registered } from "./testing/program";

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
    expect(kept(protectedData).sort()).toEqual(names(dev, VOLUME).filter((name) => name !== "watcher-data"));
  });

  it("runs the images that it names instead of building its own, with the rights that their entrypoints need", () => {
    expect(names(otherImages, IMAGE)).toEqual([
      "connect-image",
      "jre-image",
      "kafka-image",
      "mysql-image",
      "search-image",
      "watcher-image",
    ]);
    expect(one(otherImages, IMAGE, "mysql-image").inputs).toEqual({ name: "mysql:9.7", keepLocally: true });
    expect(one(otherImages, IMAGE, "search-image").inputs).toEqual({
      name: "opensearchproject/opensearch:3.8.0",
      keepLocally: true,
    });
    for (const name of ["shard1", "search"]) {
      const { inputs } = one(otherImages, CONTAINER, `${name}-container`);
      expect(inputs).not.toHaveProperty("capabilities");
      expect(inputs).not.toHaveProperty("readOnly");
      expect(inputs).not.toHaveProperty("tmpfs");
    }
    expect(one(otherImages, CONTAINER, "kafka-container").inputs).toEqual(
      one(dev, CONTAINER, "kafka-container").inputs,
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
    expect(one(recovered, TOPIC, "shard1.products.products").inputs).toMatchObject({ generation: 1 });
    expect(one(recovered, TOPIC, "schemahistory.shard1").inputs).toMatchObject({ generation: 1 });
    expect(one(recovered, CONNECTOR, "shard1").inputs).toMatchObject({ offsetsReset: 1 });
    const { definition } = one(recovered, SEARCH_INDEX, "shard1.products.products").inputs;
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
    const { create, delete: remove, stdin } = one(dev, COMMAND, "shard1-watched").inputs;
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
