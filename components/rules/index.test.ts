import { describe, expect, it } from "vitest";
import { describeFaults } from "../faults";
import { parseSettings } from "../parse-settings";
import { settingNames, type Settings } from "../settings";
import { columns, devConfiguration, devSettings, shards, world } from "../testing/fixtures";
import { ConfigurationError, planTopology } from "../topology";
import type { World } from "../world";
import { checkRules } from ".";

/** The lines of the message for the default stack with these changes in this world. */
function faultLines(changes: Partial<Settings>, around: Partial<World> = {}): string[] {
  return describeFaults("dev", checkRules(devSettings(changes), world(around)))
    .split("\n")
    .slice(1)
    .map((line) => line.replace(/^ {2}- /, ""));
}

const mapping = "indices/products.json";
const products = { table: "products.products", id: "id", mapping, partitions: 1 };
const name = "Use 1 to 30 lower-case letters, digits and '-', beginning with a letter and not ending in '-'.";
const label = `cannot be a DNS label, topic prefix and index name. ${name}`;

describe("checkRules", () => {
  it("finds nothing in the default stack", () => {
    expect(faultLines({})).toEqual([]);
  });

  it.each([
    ["upper case", "Shard0"],
    ["a dot", "eu.shard0"],
    ["an underscore", "shard_0"],
    ["a leading digit", "0shard"],
    ["a trailing hyphen", "shard-"],
    ["Korean", "샤드"],
    ["nothing", ""],
    ["a trailing newline", "shard0\n"],
    ["31 letters", "a".repeat(31)],
  ])("refuses a shard name with %s", (_, bad) => {
    expect(faultLines({ shards: shards({ name: bad }) })).toEqual([
      `shards[0].name = ${JSON.stringify(bad)}: ${label}`,
    ]);
  });

  it.each(["a", "a".repeat(30), "shard-0", "kafka"])("takes the shard name %s", (good) => {
    expect(faultLines({ shards: shards({ name: good }) })).toEqual([]);
  });

  it.each<[string, Partial<Settings>, Partial<World>, string[]]>([
    [
      "two shards of one name",
      { shards: shards({}, {}, { name: "shard0" }) },
      {},
      ['shards[2].name = "shard0": is the same as shards[0].name. Give each shard a name of its own.'],
    ],
    [
      "two shards of one name that name one connector, too",
      { shards: shards({ connector: "c" }, { name: "shard0", connector: "c" }) },
      {},
      [
        'shards[1].name = "shard0": is the same as shards[0].name. Give each shard a name of its own.',
        'shards[1].connector = "c": is the same as shards[0].connector. Give each shard a connector name of its own.',
      ],
    ],
    [
      "one connector name for two shards",
      { shards: shards({}, { connector: "inventory-connector-0" }) },
      {},
      [
        'shards[1].connector = "inventory-connector-0": is the same as shards[0].name (connector). ' +
          "Give each shard a connector name of its own.",
      ],
    ],
    [
      "a connector name that no URL or log wants",
      { shards: shards({ connector: "my connector" }) },
      {},
      [
        'shards[0].connector = "my connector": cannot be the name of a connector. ' +
          "Use up to 100 letters, digits, '.', '_' and '-'.",
      ],
    ],
    [
      "one server id for two connectors",
      { shards: shards({}, { serverId: 5001 }) },
      {},
      [
        "shards[1].serverId = 5001: is the same as shards[0].serverId. Give each connector a replica id of its own: " +
          "MySQL disconnects the older of two replicas with one id.",
      ],
    ],
    [
      "a connector's server id that is a MySQL's own",
      { shards: shards({ serverId: 3309 }, {}) },
      {},
      [
        "shards[0].serverId = 3309: is the server id of a shard's own MySQL, which is its hostPort. " +
          "Choose a number that is no shard's hostPort.",
      ],
    ],
    [
      "one port for two shards, and for a service",
      { shards: shards({}, { hostPort: 3308 }), searchPort: 3308 },
      {},
      [
        "shards[1].hostPort = 3308: is the same as shards[0].hostPort. Give each service a port of its own.",
        "searchPort = 3308: is the same as shards[0].hostPort. Give each service a port of its own.",
      ],
    ],
    [
      "ports that are taken",
      {},
      { takenPorts: [3309, 8083] },
      [
        "shards[1].hostPort = 3309: is taken on this machine by something that is not this stack's. " +
          "Free the port or choose another.",
        "connectPort = 8083: is taken on this machine by something that is not this stack's. " +
          "Free the port or choose another.",
      ],
    ],
    [
      "a mapping file that is not there",
      {},
      { mappings: { [mapping]: { error: "is not there" } } },
      [
        'tables[0].mapping = "indices/products.json": is not there. ' +
          "Name a JSON file with `mappings` (and `settings`), relative to Pulumi.yaml.",
      ],
    ],
    [
      "a mapping file that cannot be parsed",
      {},
      { mappings: { [mapping]: { error: "cannot be read: Unexpected end of JSON input" } } },
      [
        'tables[0].mapping = "indices/products.json": cannot be read: Unexpected end of JSON input. ' +
          "Name a JSON file with `mappings` (and `settings`), relative to Pulumi.yaml.",
      ],
    ],
    [
      "a mapping without the id column",
      {},
      { mappings: { [mapping]: { mappings: { properties: { sku: {} } }, reserved: [] } } },
      [
        "tables[0].mapping = \"indices/products.json\": has no property 'id', the id column of products.products. " +
          "Add it to mappings.properties, or name another column in tables[0].id.",
      ],
    ],
    [
      "a mapping that sets what belongs to the pipeline",
      {},
      {
        mappings: {
          [mapping]: {
            mappings: { properties: { id: {} } },
            reserved: ["number_of_shards", "final_pipeline"],
          },
        },
      },
      [
        "tables[0].mapping = \"indices/products.json\": sets 'number_of_shards', which Shardview itself sets. " +
          "Remove 'number_of_shards' from the file.",
        "tables[0].mapping = \"indices/products.json\": sets 'final_pipeline', which Shardview itself sets. " +
          "Remove 'final_pipeline' from the file.",
      ],
    ],
    [
      "a table without the named id column",
      {},
      { tables: [{ table: "products.products", columns: columns("sku", "name") }] },
      [
        'tables[0].id = "id": is no column of products.products, which has sku, name. Name its primary key column.',
      ],
    ],
    [
      "a message to skip of a topic that nobody reads",
      { shards: shards({}, {}), skip: [{ topic: "shard0.products.product", partition: 0, offset: 5 }] },
      {},
      [
        'skip[0].topic = "shard0.products.product": is no topic that an index reads. ' +
          "Name one of: shard0.products.products, shard1.products.products.",
      ],
    ],
    [
      "a table of MySQL itself",
      { tables: [{ ...products, table: "mysql.user" }] },
      {},
      ['tables[0].table = "mysql.user": is a table of MySQL itself. Name a table of your own.'],
    ],
    [
      "one table twice",
      { tables: [products, { ...products, alias: "others" }] },
      {},
      ['tables[1].table = "products.products": is the same as tables[0].table. Name each table once.'],
    ],
    [
      "one alias for two tables",
      { tables: [products, { ...products, table: "archive.products" }] },
      {},
      [
        'tables[1].alias = "products": is the same as tables[0].alias. Give each table an `alias` of its own.',
      ],
    ],
    [
      "two tables whose names differ only in case, which index names cannot",
      { tables: [products, { ...products, table: "products.Products", alias: "others" }] },
      {},
      [
        'tables[1].table = "shard0.products.products": is the same as tables[0].table. ' +
          "Two names that differ only in case give one index; rename a table.",
      ],
    ],
    [
      "an alias that is none",
      { tables: [{ ...products, alias: "상품" }] },
      {},
      [
        'tables[0].alias = "상품": cannot be an index alias. ' +
          "Set `alias` to up to 100 lower-case letters, digits, '_' and '-'.",
      ],
    ],
    [
      "a table whose name cannot be the alias, when none is set",
      { tables: [{ ...products, table: "products.Orders" }] },
      {},
      [
        'tables[0].table = "Orders": cannot be an index alias. ' +
          "Set `alias` to up to 100 lower-case letters, digits, '_' and '-'.",
      ],
    ],
    [
      "a time zone that is none",
      { timeZone: "KST+9" },
      {},
      ['timeZone = "KST+9": is not an IANA time zone. Use a name such as Asia/Seoul or UTC.'],
    ],
    [
      "a time zone that Java does not know in this spelling",
      { timeZone: "asia/seoul" },
      {},
      ['timeZone = "asia/seoul": is spelled Asia/Seoul. Write Asia/Seoul.'],
    ],
    [
      "a time zone that Node knows, but neither MySQL nor Java",
      { timeZone: "JST" },
      {},
      ['timeZone = "JST": is not an IANA time zone. Use a name such as Asia/Seoul or UTC.'],
    ],
    [
      "an id column that a document, an ingest pipeline or a statement could take for something else",
      { tables: [{ ...products, id: "a.`b`" }] },
      { mappings: { [mapping]: { mappings: { properties: { "a.`b`": {} } }, reserved: [] } } },
      [
        'tables[0].id = "a.`b`": cannot be the id of documents. ' +
          "Name a column of up to 64 letters, digits, spaces, '_', '$' and '-'.",
      ],
    ],
    [
      "images without a name that can be pulled",
      { images: { mysql: "", kafka: "apache/kafka:4.3.1 --privileged" } },
      {},
      [
        'images.mysql = "": is no name of an image. Write it as for `docker pull`: registry/name:tag or name@sha256:<digest>.',
        'images.kafka = "apache/kafka:4.3.1 --privileged": is no name of an image. ' +
          "Write it as for `docker pull`: registry/name:tag or name@sha256:<digest>.",
      ],
    ],
    [
      "keys that no setting of a connector has",
      {
        connectorConfig: Object.fromEntries([
          ["__proto__", "x"],
          ["two\nlines", "y"],
        ]),
      },
      {},
      [
        'connectorConfig["__proto__"] = "x": cannot be the key of a connector\'s setting. Correct or remove it.',
        'connectorConfig["two\\nlines"] = "y": cannot be the key of a connector\'s setting. Correct or remove it.',
      ],
    ],
    [
      "a connector setting that identifies the stream",
      { connectorConfig: { "database.hostname": "db" } },
      {},
      [
        'connectorConfig["database.hostname"] = "db": is derived from the shard and identifies its stream. Remove it.',
      ],
    ],
  ])("refuses %s", (_, changes, around, lines) => {
    expect(faultLines(changes, around)).toEqual(lines);
  });

  it.each(["products", "a.b.c", "products.", ".products", "products.sp ace", "products.$x", "상품.상품"])(
    "refuses '%s' as a table that could have a topic",
    (table) => {
      const lines = faultLines({ tables: [{ ...products, table, alias: "products" }] });
      expect(lines).toEqual([
        `tables[0].table = "${table}": cannot be a table with a topic of its own. ` +
          "Write it as database.table, each up to 63 letters, digits, '_' and '-'.",
      ]);
    },
  );

  it.each(["rootPassword", "appPassword", "cdcPassword"] as const)(
    "refuses a %s that cannot arrive unchanged, and does not show it",
    (key) => {
      const line = `${key}: ends in a newline or holds a NUL character. Choose a password without it.`;
      expect(faultLines({ [key]: "geheim\n" })).toEqual([line]);
      expect(faultLines({ [key]: "ge\0heim" })).toEqual([line]);
      expect(faultLines({ [key]: "geheim\ud800" })).toEqual([
        `${key}: holds half of a surrogate pair, which is no text. Choose a password without it.`,
      ]);
      expect(faultLines({ [key]: "g".repeat(257) })).toEqual([
        `${key}: is longer than the 256 bytes that MySQL takes. Choose a shorter password.`,
      ]);
    },
  );

  it.each(['it\'s "quoted"', "$HOME `id` $(id)", "back\\slash", "two\nlines", "비밀번호 🔑", " spaces "])(
    "takes the password %j",
    (password) => {
      expect(faultLines({ rootPassword: password, appPassword: password, cdcPassword: password })).toEqual(
        [],
      );
    },
  );

  it("does not show a password among the connector settings", () => {
    expect(faultLines({ connectorConfig: { "database.password": "geheim" } })).toEqual([
      'connectorConfig["database.password"]: is derived from the shard and identifies its stream. Remove it.',
    ]);
  });

  it.each([
    "mysql:9.7",
    "localhost:5000/a/b:1",
    `quay.io/debezium/connect@sha256:${"0".repeat(64)}`,
    "h-exp",
  ])("takes the image %s", (image) => {
    expect(faultLines({ images: { connect: image } })).toEqual([]);
  });

  it.each(["UTC", "Asia/Seoul", "Asia/Calcutta", "Etc/UTC", "America/Argentina/Buenos_Aires"])(
    "takes the time zone %s",
    (timeZone) => {
      expect(faultLines({ timeZone })).toEqual([]);
    },
  );

  it("lists many faults in one message, in the order of the rules", () => {
    const settings = devSettings({
      shards: shards({ name: "Shard0" }, { name: "shard2", hostPort: 3308 }, { serverId: 5001 }),
      kafkaPort: 8083,
      tables: [products, { ...products, table: "mysql", mapping: "x.json", alias: "X" }],
      timeZone: "Seoul",
      cdcPassword: "geheim\n",
      connectorConfig: { "tasks.max": "2" },
    });
    const around = world({
      mappings: {
        [mapping]: { mappings: { properties: { id: {} } }, reserved: [] },
        "x.json": { error: "is not there" },
      },
      tables: [{ table: "products.products", columns: columns("sku") }],
      takenPorts: [9200],
    });
    const refuse = () => planTopology("dev", settings, around);
    expect(refuse).toThrow(ConfigurationError);
    expect(refuse).toThrow(
      new ConfigurationError(
        [
          "The configuration of stack 'dev' has 13 faults; nothing was changed.",
          `  - shards[0].name = "Shard0": ${label}`,
          '  - shards[2].name = "shard2": is the same as shards[1].name. Give each shard a name of its own.',
          "  - shards[2].serverId = 5001: is the same as shards[0].serverId. Give each connector a replica id of its own: MySQL disconnects the older of two replicas with one id.",
          "  - shards[1].hostPort = 3308: is the same as shards[0].hostPort. Give each service a port of its own.",
          "  - kafkaPort = 8083: is the same as connectPort. Give each service a port of its own.",
          "  - searchPort = 9200: is taken on this machine by something that is not this stack's. Free the port or choose another.",
          '  - tables[0].id = "id": is no column of products.products, which has sku. Name its primary key column.',
          "  - tables[1].table = \"mysql\": cannot be a table with a topic of its own. Write it as database.table, each up to 63 letters, digits, '_' and '-'.",
          "  - tables[1].alias = \"X\": cannot be an index alias. Set `alias` to up to 100 lower-case letters, digits, '_' and '-'.",
          '  - tables[1].mapping = "x.json": is not there. Name a JSON file with `mappings` (and `settings`), relative to Pulumi.yaml.',
          '  - timeZone = "Seoul": is not an IANA time zone. Use a name such as Asia/Seoul or UTC.',
          "  - cdcPassword: ends in a newline or holds a NUL character. Choose a password without it.",
          '  - connectorConfig["tasks.max"] = "2": must stay 1, a MySQL binlog has one reader. Remove it.',
        ].join("\n"),
      ),
    );
  });

  it("lists faults of shape and of the rules together, and says of one place only what is wrong with its shape", () => {
    const { settings, faults } = parseSettings({
      ...devConfiguration(),
      shards: [...shards({}, { name: "shard0", hostPort: 70_000 }), { hostPort: 3310, serverId: 5003 }],
      colour: "red",
    });
    expect(() => planTopology("dev", settings, world(), faults)).toThrow(
      new ConfigurationError(
        [
          "The configuration of stack 'dev' has 4 faults; nothing was changed.",
          "  - shards[1].hostPort = 70000: must be at most 65535. Correct it in the stack file; Pulumi.yaml describes every key.",
          "  - shards[2].name: is missing. Correct it in the stack file; Pulumi.yaml describes every key.",
          `  - colour: is not a key of Shardview. Remove it, or use one of: ${settingNames.join(", ")}.`,
          '  - shards[1].name = "shard0": is the same as shards[0].name. Give each shard a name of its own.',
        ].join("\n"),
      ),
    );
  });
});
