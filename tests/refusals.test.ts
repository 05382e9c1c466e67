import { createServer, type Server } from "node:net";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settingNames } from "../components/settings";
import { TestStack } from "./support/stack";

const stack = new TestStack("test-refused", 11_000);
const folder = mkdtempSync(join(tmpdir(), "shardview-mappings-"));
let taken: Server;

beforeAll(async () => {
  await stack.init();
  writeFileSync(join(folder, "broken.json"), '{ "mappings": ');
  taken = createServer().listen(stack.ports.searchPort, "127.0.0.1");
});

afterAll(async () => {
  taken.close();
  await stack.remove();
});

describe("a bad configuration", () => {
  it("is refused by preview and up with all its faults in one message, and nothing is created", async () => {
    stack.shards = [
      { name: "shard0", hostPort: 14308, serverId: 5001 },
      { name: "shard0", hostPort: 14308, serverId: 5001 },
      { name: "Shard_3", hostPort: 14310, serverId: 5003 },
      { name: "shard4", hostPort: 70000, serverId: 5004 },
    ];
    stack.settings = {
      replicas: 3,
      tables: [
        { table: "products.products", id: "no_such_column", mapping: join(folder, "broken.json") },
        { table: "products", id: "id", mapping: "indices/none.json" },
      ],
    };
    stack.writeConfig();
    for (const verb of [["preview"], ["up", "--yes"]]) {
      const { code, output } = await stack.pulumi(...verb);
      expect(code).not.toBe(0);
      const lines = output.split("\n").map((line) => line.trim());
      // Last: the CLI shows the message's first line twice.
      const start = lines.findLastIndex((line) => line.endsWith("has 12 faults; nothing was changed."));
      expect(lines.slice(start, start + 13), output).toEqual([
        expect.stringContaining(
          "The configuration of stack 'test-refused' has 12 faults; nothing was changed.",
        ),
        "- shards[3].hostPort = 70000: must be at most 65535. Correct it in the stack file; Pulumi.yaml describes every key.",
        `- replicas: is not a key of Shardview. Remove it, or use one of: ${settingNames.join(", ")}.`,
        `- shards[2].name = "Shard_3": cannot be a DNS label, topic prefix and index name. Use 1 to 30 lower-case letters, digits and '-', beginning with a letter and not ending in '-'.`,
        `- shards[1].name = "shard0": is the same as shards[0].name. Give each shard a name of its own.`,
        "- shards[1].serverId = 5001: is the same as shards[0].serverId. Give each connector a replica id of its own: MySQL disconnects the older of two replicas with one id.",
        "- shards[1].hostPort = 14308: is the same as shards[0].hostPort. Give each service a port of its own.",
        "- searchPort = 20200: is taken on this machine by something that is not this stack's. Free the port or choose another.",
        expect.stringMatching(
          /^- tables\[0\]\.mapping = ".*broken.json": cannot be read: .*\. Name a JSON file/,
        ),
        `- tables[0].id = "no_such_column": is no column of products.products, which has id, sku, name, description, price, stock, released_on, updated_at. Name its primary key column.`,
        `- tables[1].table = "products": cannot be a table with a topic of its own. Write it as database.table, each up to 63 letters, digits, '_' and '-'.`,
        '- tables[1].mapping = "indices/none.json": is not there. Name a JSON file with `mappings` (and `settings`), relative to Pulumi.yaml.',
        '- tables[1].alias = "products": is the same as tables[0].alias. Give each table an `alias` of its own.',
      ]);
    }
    expect(await stack.leftovers()).toEqual([]);
  });
});
