import { describe, expect, it } from "vitest";
import { eventually } from "./support/run";
import { firstIndex } from "./support/running-stack";
import type { TestStack } from "./support/stack";

const SHARDS = ["shard0", "shard1", "shard2"];

/** How a row of a shard is found. On a stack of three shards. */
export function describeChanges(stack: TestStack): void {
  describe("a change in a shard", () => {
    it.each(SHARDS)("of %s reaches the search engine: insert, update, delete", async (shard) => {
      await stack.sql(
        shard,
        `INSERT INTO products.products VALUES (900001, 'T-1', '노란 우산', '비 오는 날', 12.30, 5, '2026-02-03', '2026-02-03 04:05:06.123456')`,
      );
      const byId = { query: { ids: { values: ["900001"] } } };
      await eventually("the insert", async () => {
        const { hits } = await stack.search(firstIndex(shard), byId);
        expect(hits.map((hit) => hit._source)).toEqual([
          {
            id: 900001,
            sku: "T-1",
            name: "노란 우산",
            description: "비 오는 날",
            price: "12.30",
            stock: 5,
            released_on: "2026-02-03Z",
            updated_at: "2026-02-03T04:05:06.123456Z",
          },
        ]);
      });
      await stack.sql(shard, "UPDATE products.products SET name = '파란 우산' WHERE id = 900001");
      await eventually("the update", async () => {
        expect(
          (await stack.search(firstIndex(shard), { query: { match: { name: "파란" } } })).hits.map(
            (h) => h._id,
          ),
        ).toContain("900001");
      });
      await stack.sql(shard, "DELETE FROM products.products WHERE id = 900001");
      await eventually("the delete", async () => {
        expect((await stack.search(firstIndex(shard), byId)).total).toBe(0);
      });
    });

    it("with equal primary keys in two shards makes two documents under the alias", async () => {
      for (const shard of ["shard0", "shard1"]) {
        await stack.sql(
          shard,
          `INSERT INTO products.products VALUES (900002, 'T-2', '${shard} twin', NULL, 1, 0, NULL, NOW(6))`,
        );
      }
      await eventually("both", async () => {
        const { hits } = await stack.search("products", { query: { ids: { values: ["900002"] } } });
        expect(hits.map((hit) => hit._index).sort()).toEqual([firstIndex("shard0"), firstIndex("shard1")]);
      });
    });

    it("keeps decimals, dates, NULL, emoji and 4-byte text as they are", async () => {
      const name = "김치 🥬 𠀋 'quoted' \\\\ \\\"x\\\"";
      await stack.sql(
        "shard2",
        `INSERT INTO products.products VALUES (900003, 'T-3', '${name.replaceAll("'", "''")}', NULL, 9999999999.99, -2147483648, '1000-01-01', '9999-12-31 23:59:59.999999')`,
      );
      await eventually("the row", async () => {
        const { hits } = await stack.search(firstIndex("shard2"), { query: { ids: { values: ["900003"] } } });
        expect(hits.map((hit) => hit._source)).toEqual([
          {
            id: 900003,
            sku: "T-3",
            name: "김치 🥬 𠀋 'quoted' \\ \"x\"",
            description: null,
            price: "9999999999.99",
            stock: -2147483648,
            released_on: "1000-01-01Z",
            updated_at: "9999-12-31T23:59:59.999999Z",
          },
        ]);
      });
    });

    it("finds the rows of a Korean word in all shards", async () => {
      const { hits } = await stack.search("products", { size: 1000, query: { match: { name: "이어폰" } } });
      const found = new Map<string, number>();
      for (const hit of hits) found.set(hit._index, (found.get(hit._index) ?? 0) + 1);
      const total = await stack.search("products", { size: 0, query: { match: { name: "이어폰" } } });
      const rows = await Promise.all(
        SHARDS.map((shard) =>
          stack.sql(shard, "SELECT COUNT(*) FROM products.products WHERE name LIKE '%이어폰%'"),
        ),
      );
      expect(total.total).toBe(rows.reduce((sum, count) => sum + Number(count), 0));
      expect(found.size).toBe(3);
    });
  });
}
