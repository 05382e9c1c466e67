import axios from "axios";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AlteredTable } from "./support/altered-table";
import { eventually } from "./support/run";
import type { TestStack } from "./support/stack";

/** What docs/alter-table.md says, done in its order while rows are written. On a stack of one shard. */
export function describeAlterTable(stack: TestStack): void {
  describe("ALTER TABLE", () => {
    const products = new AlteredTable(stack);
    const { properties } = products;

    beforeAll(() => products.start());
    afterAll(() => products.stop());

    describe("a column that is added", () => {
      it("is in the documents of rows that change from then on, and is searched when the mapping names it", async () => {
        await products.alter("ALTER TABLE products ADD COLUMN brand VARCHAR(40) NOT NULL DEFAULT 'none'");
        expect(await products.insert("ADD-1", { brand: "'acme'" })).toMatchObject({ brand: "acme" });
        expect(await products.skus({ term: { brand: "acme" } })).toEqual([]);
        await products.upWith(() => (properties["brand"] = { type: "keyword" }));
        await eventually("the rebuilt index", async () => {
          expect(await products.skus({ term: { brand: "acme" } })).toEqual(["ADD-1"]);
        });
      });

      it("is missing in the document of a row from before until that row changes", async () => {
        expect(await products.document(1)).not.toHaveProperty("brand");
        await products.touch("id = 1");
        await eventually("the default", async () => {
          expect(await products.document(1)).toMatchObject({ brand: "none" });
        });
      });
    });

    describe("a column that is widened", () => {
      it("holds larger values when the mapping was widened first", async () => {
        await products.upWith(() => (properties["stock"] = { type: "long" }));
        await products.alter(
          "ALTER TABLE products MODIFY COLUMN stock BIGINT NOT NULL DEFAULT 0, MODIFY sku VARCHAR(64) NOT NULL",
        );
        const sku = `WIDE-${"x".repeat(50)}`;
        expect(await products.insert(sku, { stock: "5000000000" })).toMatchObject({ stock: 5_000_000_000 });
        expect(await products.skus({ range: { stock: { gt: 4_000_000_000 } } })).toEqual([sku]);
      });
    });

    describe("a column that is renamed", () => {
      it("has its new name in the documents of rows that change from then on", async () => {
        await products.alter("ALTER TABLE products RENAME COLUMN released_on TO sold_on");
        expect(await products.insert("RENAME-1", { sold_on: "'2031-01-02'" })).toMatchObject({
          sold_on: "2031-01-02Z",
        });
        await products.upWith(() => {
          properties["sold_on"] = properties["released_on"] ?? {};
          delete properties["released_on"];
        });
        await eventually("the rebuilt index", async () => {
          expect(await products.skus({ range: { sold_on: { gte: "2031-01-01Z" } } })).toEqual(["RENAME-1"]);
        });
      });

      it("has its new name in all documents when every row has been written again", async () => {
        await products.touch();
        const count = await stack.sql(
          "shard0",
          "SELECT COUNT(*) FROM products.products WHERE sold_on IS NOT NULL",
        );
        await eventually("every row", async () => {
          const { total } = await stack.search("products", {
            size: 0,
            query: { exists: { field: "sold_on" } },
          });
          expect(total).toBe(Number(count));
        });
      });
    });

    describe("a column that is dropped", () => {
      it("is gone from the mapping first, and then from the documents of rows that change", async () => {
        await products.upWith(() => delete properties["description"]);
        await products.alter("ALTER TABLE products DROP COLUMN description");
        expect(await products.insert("DROP-1")).not.toHaveProperty("description");
      });
    });

    describe("several changes at once", () => {
      it("in one statement that MySQL runs online, and in statements one after the other", async () => {
        await products.alter(
          "ALTER TABLE products ADD COLUMN colour VARCHAR(10) NULL, RENAME COLUMN brand TO maker, DROP COLUMN stock," +
            " ALGORITHM=INPLACE, LOCK=NONE",
        );
        expect(await products.insert("ONLINE-1", { colour: "'red'", maker: "'acme'" })).toMatchObject({
          colour: "red",
          maker: "acme",
        });
        await products.alter(
          "ALTER TABLE products ADD COLUMN stock INT NOT NULL DEFAULT 7, ALGORITHM=INSTANT;" +
            "ALTER TABLE products ADD INDEX by_name (name), ALGORITHM=INPLACE, LOCK=NONE;" +
            "ALTER TABLE products RENAME COLUMN maker TO brand",
        );
        const document = await products.insert("ONLINE-2", { brand: "'acme'" });
        expect(document).toMatchObject({ stock: 7, brand: "acme", colour: null });
        expect(document).not.toHaveProperty("maker");
      });

      it("by a copy of the table that takes its place, as gh-ost and pt-online-schema-change do it", async () => {
        await products.alter(
          "CREATE TABLE _products_new LIKE products;" +
            "ALTER TABLE _products_new ADD COLUMN weight INT NOT NULL DEFAULT 1;" +
            "LOCK TABLES products WRITE, _products_new WRITE;" +
            "INSERT INTO _products_new SELECT *, 2 FROM products;" +
            "RENAME TABLE products TO _products_old, _products_new TO products;" +
            "UNLOCK TABLES; DROP TABLE _products_old",
        );
        expect(await products.insert("COPY-1", { weight: "3" })).toMatchObject({ weight: 3 });
        // What the copy filled in reaches a document when its row changes.
        expect(await products.document(1)).not.toHaveProperty("weight");
        await products.touch("id = 1");
        await eventually("the copied value", async () => {
          expect(await products.document(1)).toMatchObject({ weight: 2 });
        });
      });
    });

    describe("the pipeline after all this", () => {
      it("starts again from its history, and every row has its document", async () => {
        const connector = `${stack.connectUrl}/connectors/inventory-connector-0`;
        await axios.post(`${connector}/tasks/0/restart`, {});
        await products.writer.more(2);
        await products.writer.allArrived();
        expect(await stack.count("products")).toBe(await stack.rows("shard0"));
        const { data } = await axios.get<{ tasks: { state: string }[] }>(`${connector}/status`);
        expect(data.tasks.map(({ state }) => state)).toEqual(["RUNNING"]);
        await stack.succeed("preview", "--refresh", "--expect-no-changes");
      });
    });
  });
}
