import { describe, expect, it } from "vitest";
import { describeFaults } from "./faults";
import { parseSettings } from "./parse-settings";
import { secretNames, settingNames } from "./settings";
import { devConfiguration } from "./testing/fixtures";

/** The lines of the message for a configuration with these changes; a key set to undefined is missing. */
function faultLines(changes: Record<string, unknown>): string[] {
  const { faults } = parseSettings({ ...devConfiguration(), ...changes });
  return describeFaults("dev", faults).split("\n").slice(1);
}

const correct = "Correct it in the stack file; Pulumi.yaml describes every key.";
const shard = { name: "shard0", hostPort: 3308, serverId: 5001 };
const table = { table: "products.products", id: "id", mapping: "indices/products.json" };

describe("parseSettings", () => {
  it("replaces what is not of its type by a neutral value, and keeps the rest for the rules", () => {
    const { settings } = parseSettings({
      ...devConfiguration(),
      shards: [shard, { name: 7, hostPort: 70_000 }, "shard2"],
      images: "mysql:9.7",
      protectData: "no",
      tables: undefined,
    });
    expect(settings).toMatchObject({
      shards: [shard, { name: "", hostPort: 70_000, serverId: 0 }, { name: "", hostPort: 0, serverId: 0 }],
      images: {},
      protectData: false,
      tables: [],
      timeZone: "Asia/Seoul",
    });
  });

  it("takes the default stack and fills in what its tables leave out", () => {
    expect(parseSettings(devConfiguration())).toMatchObject({
      settings: { timeZone: "Asia/Seoul", tables: [{ ...table, partitions: 1 }] },
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      "an unknown key",
      { shard: [] },
      `shard: is not a key of Shardview. Remove it, or use one of: ${settingNames.join(", ")}.`,
    ],
    [
      "an unknown key of a shard",
      { shards: [{ ...shard, port: 1 }] },
      "shards[0].port: is not a key of Shardview. Remove it, or use one of: name, hostPort, serverId, connector, state, snapshot, offsetsReset, recovery.",
    ],
    [
      "an unknown key of a table",
      { tables: [table, { ...table, key: "id" }] },
      "tables[1].key: is not a key of Shardview. Remove it, or use one of: table, id, mapping, alias, partitions.",
    ],
    [
      "an unknown service among the images",
      { images: { mariadb: "mariadb:11" } },
      "images.mariadb: is not a key of Shardview. Remove it, or use one of: mysql, kafka, connect, search.",
    ],
    [
      "no shards",
      { shards: undefined },
      "shards: is missing. Name at least one shard with name, hostPort and serverId.",
    ],
    [
      "an empty list of shards",
      { shards: [] },
      "shards: is an empty list. Name at least one shard with name, hostPort and serverId.",
    ],
    [
      "an empty list of tables",
      { tables: [] },
      "tables: is an empty list. Name at least one table with table, id and mapping.",
    ],
    [
      "one shard instead of a list",
      { shards: shard },
      "shards: must be a list. Name at least one shard with name, hostPort and serverId.",
    ],
    [
      "a shard that is a text",
      { shards: ["shard0"] },
      `shards[0] = "shard0": must be a group of keys. ${correct}`,
    ],
    [
      "images that are a text",
      { images: "mysql:9" },
      `images = "mysql:9": must be a group of keys. ${correct}`,
    ],
    [
      "connector settings that are a number",
      { connectorConfig: 1 },
      `connectorConfig = 1: must be a group of keys. ${correct}`,
    ],
    [
      "a shard without a port",
      { shards: [{ ...shard, hostPort: undefined }] },
      `shards[0].hostPort: is missing. ${correct}`,
    ],
    [
      "a port below the range",
      { shards: [{ ...shard, hostPort: 1023 }] },
      `shards[0].hostPort = 1023: must be at least 1024. ${correct}`,
    ],
    [
      "a port above the range",
      { searchPort: 65536 },
      `searchPort = 65536: must be at most 65535. ${correct}`,
    ],
    [
      "a port that is a text",
      { kafkaPort: "9092" },
      `kafkaPort = "9092": must be a whole number. ${correct}`,
    ],
    [
      "a port with a fraction",
      { connectPort: 8083.5 },
      `connectPort = 8083.5: must be a whole number. ${correct}`,
    ],
    [
      "a server id of 0",
      { shards: [{ ...shard, serverId: 0 }] },
      `shards[0].serverId = 0: must be at least 1. ${correct}`,
    ],
    [
      "a server id of more than 32 bits",
      { shards: [{ ...shard, serverId: 2 ** 32 }] },
      `shards[0].serverId = 4294967296: must be at most 4294967295. ${correct}`,
    ],
    [
      "a name that is a number",
      { shards: [{ ...shard, name: 7 }] },
      `shards[0].name = 7: must be a text. ${correct}`,
    ],
    [
      "too many partitions",
      { tables: [{ ...table, partitions: 101 }] },
      `tables[0].partitions = 101: must be at most 100. ${correct}`,
    ],
    ["too little memory", { mysqlMemory: 255 }, `mysqlMemory = 255: must be at least 256 MiB. ${correct}`],
    [
      "more memory than a machine has",
      { mysqlMemory: 2 ** 20 + 1 },
      `mysqlMemory = 1048577: must be at most 1048576 MiB. ${correct}`,
    ],
    ["too large a row", { maxRowSize: 17 }, `maxRowSize = 17: must be at most 16 MiB. ${correct}`],
    [
      "an option that a shell would read",
      { jvmOptions: "-Xint; reboot" },
      `jvmOptions = "-Xint; reboot": may hold letters, digits, blanks and +-=.,:/_ only. ${correct}`,
    ],
    [
      "a profile that there is not",
      { profile: "fast" },
      `profile = "fast": must be fresh, balanced or throughput. ${correct}`,
    ],
    ["half a row", { maxRowSize: 0.5 }, `maxRowSize = 0.5: must be a whole number of MiB. ${correct}`],
    [
      "too long a time",
      { readyTimeout: 86_401 },
      `readyTimeout = 86401: must be at most 86400 seconds. ${correct}`,
    ],
    [
      "more entries than a list may have",
      { acceptLoss: Array.from({ length: 101 }, () => "errors.tolerance") },
      `acceptLoss: has more than 100 entries. ${correct}`,
    ],
    ["a text for a switch", { protectData: "yes" }, `protectData = "yes": must be true or false. ${correct}`],
    ["too short a time", { readyTimeout: 9 }, `readyTimeout = 9: must be at least 10 seconds. ${correct}`],
    ["null for a text", { timeZone: null }, `timeZone: must be a text. ${correct}`],
    [
      "a number in the connector settings",
      { connectorConfig: { "poll.interval.ms": 50 } },
      `connectorConfig["poll.interval.ms"] = 50: must be a text; write numbers and booleans in quotes. ${correct}`,
    ],
  ])("refuses %s", (_, changes, line) => {
    expect(faultLines(changes)).toEqual([`  - ${line}`]);
  });

  it.each(secretNames)("never shows the value of %s", (key) => {
    const remedy = `Set it with: pulumi config set --secret ${key}.`;
    expect(faultLines({ [key]: undefined })).toEqual([`  - ${key}: is missing. ${remedy}`]);
    expect(faultLines({ [key]: "" })).toEqual([`  - ${key}: is empty. ${remedy}`]);
    expect(faultLines({ [key]: 12345 })).toEqual([`  - ${key}: must be a text. ${remedy}`]);
  });

  it("never shows a password among the settings of the connectors", () => {
    const lines = faultLines({ connectorConfig: { "database.password": 5, "poll.interval.ms": 5 } });
    expect(lines).toEqual([
      `  - connectorConfig["database.password"]: must be a text; write numbers and booleans in quotes. ${correct}`,
      `  - connectorConfig["poll.interval.ms"] = 5: must be a text; write numbers and booleans in quotes. ${correct}`,
    ]);
  });

  it("lets the rules look at as many entries as a list may have", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({ ...shard, name: `shard${i}` }));
    expect(parseSettings({ ...devConfiguration(), shards: many }).settings.shards).toHaveLength(1000);
  });

  it("does not show the value of an unknown key, which may be a password with a typing error", () => {
    expect(faultLines({ cdcPasword: "dbz" }).join()).not.toContain("dbz");
  });

  it("lists all faults at once", () => {
    const lines = faultLines({ shards: [{ ...shard, hostPort: 1, x: 1 }], timeZone: 9, y: 1 });
    expect(lines.map((line) => line.split(/[:=]/)[0]?.trim())).toEqual([
      "- timeZone",
      "- shards[0].hostPort",
      "- shards[0].x",
      "- y",
    ]);
  });
});
