import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readColumns } from "./schema";
import { ROOT } from "./testing/fixtures";

describe("readColumns", () => {
  it("reads the project's own schema", () => {
    expect(readColumns(readFileSync(join(ROOT, "initdb/10-schema.sql"), "utf8"))).toEqual({
      "products.products": [
        "id",
        "sku",
        "name",
        "description",
        "price",
        "stock",
        "released_on",
        "updated_at",
      ],
    });
  });

  it.each<[string, string, Record<string, string[]>]>([
    [
      "a table of the database in use",
      "USE a; CREATE TABLE t (id INT); USE b; CREATE TABLE t (k INT);",
      { "a.t": ["id"], "b.t": ["k"] },
    ],
    ["a table with its database before it", "USE a; CREATE TABLE b.t (id INT);", { "b.t": ["id"] }],
    ["quoted names", "CREATE TABLE `a`.`t` (`my id` INT, `key` TEXT);", { "a.t": ["my id", "key"] }],
    [
      "keys, checks and comments, which are no columns",
      "CREATE TABLE a.t (id INT COMMENT 'x, y INT', PRIMARY KEY (id), KEY k (id), CHECK (id > 0)); -- z INT",
      { "a.t": ["id"] },
    ],
    ["no table", "CREATE DATABASE a; INSERT INTO a.t VALUES (1);", {}],
  ])("reads %s", (_, sql, columns) => {
    expect(readColumns(sql)).toEqual(columns);
  });

  it("gives the parser's message when the SQL cannot be read", () => {
    expect(() => readColumns("CREATE TABLE (")).toThrow(/^Expected .* but "\(" found\.$/s);
  });
});
