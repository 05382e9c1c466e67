import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axios from "axios";
import { describe, expect, it } from "vitest";
import { eventually } from "./support/run";
import { firstIndex } from "./support/running-stack";
import type { TestStack } from "./support/stack";

/** More shards and tables, and less. On a stack of three shards, which then has others. */
export function describeGrowth(stack: TestStack): void {
  describe("one more shard", () => {
    it("shows only its own resources in the preview, and `up` leaves every other container as it was", async () => {
      const before = await stack.containers();
      stack.shards.push(stack.shard(3));
      stack.writeConfig();
      const steps = Object.keys(await stack.previewSteps());
      expect(steps.length).toBeGreaterThan(8);
      expect(steps.filter((step) => !/shard3|inventory-connector-3/.test(step))).toEqual([]);
      await stack.up();
      expect(await stack.containers()).toMatchObject(before);
      expect(await stack.count(firstIndex("shard3"))).toBe(await stack.rows("shard3"));
    });

    it("in the middle of the list is removed with its own things only", async () => {
      const { [stack.mysqlContainer("shard1")]: removed, ...others } = await stack.containers();
      expect(removed).toBeDefined();
      stack.shards = stack.shards.filter((shard) => shard.name !== "shard1");
      stack.writeConfig();
      const { steps } = await stack.up();
      expect(Object.keys(steps).filter((step) => !/shard1|inventory-connector-1/.test(step))).toEqual([]);
      expect(new Set(Object.values(steps))).toEqual(new Set(["delete"]));
      expect(await stack.containers()).toEqual(others);
      expect((await stack.topics()).filter((topic) => topic.includes("shard1"))).toEqual([]);
      expect((await axios.get<string[]>(`${stack.connectUrl}/connectors`)).data.sort()).toEqual([
        "inventory-connector-0",
        "inventory-connector-2",
        "inventory-connector-3",
      ]);
    });
  });

  describe("another captured table", () => {
    const folder = mkdtempSync(join(tmpdir(), "shardview-mapping-"));

    it("that is still empty gets its topic and index, and its rows arrive from then on", async () => {
      const mapping = join(folder, "notes.json");
      writeFileSync(mapping, JSON.stringify({ mappings: { properties: { code: { type: "keyword" } } } }));
      for (const { name } of stack.shards) {
        await stack.sql(
          name,
          "CREATE TABLE products.notes (code VARCHAR(20) PRIMARY KEY, text VARCHAR(200))",
        );
      }
      const products = { table: "products.products", id: "id", mapping: "indices/products.json" };
      stack.settings = { tables: [products, { table: "products.notes", id: "code", mapping }] };
      stack.writeConfig();
      const { steps } = await stack.up();
      expect(Object.values(steps)).not.toContain("replace");
      expect(await stack.count("notes")).toBe(0);
      await stack.sql("shard2", "INSERT INTO products.notes VALUES ('첫째', 'A text key')");
      await eventually("the row", async () => {
        const { hits } = await stack.search("notes", { query: { term: { code: "첫째" } } });
        expect(hits.map((hit) => [hit._id, hit._source])).toEqual([
          ["첫째", { code: "첫째", text: "A text key" }],
        ]);
      });
      expect(await stack.count("products")).toBeGreaterThan(5000);
    });

    it("with another mapping has its indexes built again from their topics, and no other is touched", async () => {
      const mapping = join(folder, "notes.json");
      const properties = { code: { type: "keyword" }, text: { type: "text" } };
      writeFileSync(mapping, JSON.stringify({ mappings: { properties } }));
      const { steps } = await stack.up();
      expect(Object.keys(steps).sort()).toEqual(
        stack.shards.map(({ name }) => `SearchIndex ${name}.products.notes`).sort(),
      );
      expect((await stack.search("notes", { query: { match: { text: "key" } } })).total).toBe(1);
      await stack.succeed("preview", "--refresh", "--expect-no-changes");
    });
  });
}
