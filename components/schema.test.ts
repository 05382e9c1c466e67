import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { TableShape } from "./live-columns";
import { readTables } from "./schema";
import { ROOT } from "./testing/fixtures";

describe("readTables", () => {
  it("reads the project's own schema", () => {
    expect(readTables(readFileSync(join(ROOT, "initdb/10-schema.sql"), "utf8"))).toEqual([
      {
        table: "products.products",
        columns: [
          { name: "id", type: "bigint", key: 1 },
          { name: "sku", type: "varchar(32)" },
          { name: "name", type: "varchar(255)" },
          { name: "description", type: "text" },
          { name: "price", type: "decimal(12,2)" },
          { name: "stock", type: "int" },
          { name: "released_on", type: "date" },
          { name: "updated_at", type: "datetime(6)" },
        ],
      },
    ]);
  });

  const int = { type: "int" };

  it.each<[string, string, TableShape[]]>([
    [
      "a table of the database in use",
      "USE a; CREATE TABLE t (id INT); USE b; CREATE TABLE t (k INT);",
      [
        { table: "a.t", columns: [{ name: "id", ...int }] },
        { table: "b.t", columns: [{ name: "k", ...int }] },
      ],
    ],
    [
      "a table with its database before it",
      "USE a; CREATE TABLE b.t (id INT);",
      [{ table: "b.t", columns: [{ name: "id", ...int }] }],
    ],
    [
      "quoted names",
      "CREATE TABLE `a`.`t` (`my id` INT, `key` TEXT);",
      [
        {
          table: "a.t",
          columns: [
            { name: "my id", ...int },
            { name: "key", type: "text" },
          ],
        },
      ],
    ],
    [
      "keys, checks and comments, which are no columns",
      "CREATE TABLE a.t (id INT COMMENT 'x, y INT', PRIMARY KEY (id), KEY k (id), CHECK (id > 0)); -- z INT",
      [{ table: "a.t", columns: [{ name: "id", ...int, key: 1 }] }],
    ],
    [
      "a primary key of several columns, in its order",
      "CREATE TABLE a.t (id INT, other INT, PRIMARY KEY (other, id));",
      [
        {
          table: "a.t",
          columns: [
            { name: "id", ...int, key: 2 },
            { name: "other", ...int, key: 1 },
          ],
        },
      ],
    ],
    [
      "types as MySQL itself writes them",
      "CREATE TABLE a.t (id BIGINT UNSIGNED PRIMARY KEY, b BOOLEAN, i INTEGER, d NUMERIC(5, 2) UNSIGNED, bits BIT(1), e ENUM('x'));",
      [
        {
          table: "a.t",
          columns: [
            { name: "id", type: "bigint unsigned", key: 1 },
            { name: "b", type: "tinyint(1)" },
            { name: "i", type: "int" },
            { name: "d", type: "decimal(5,2) unsigned" },
            { name: "bits", type: "bit(1)" },
            { name: "e", type: "enum" },
          ],
        },
      ],
    ],
    ["no table", "CREATE DATABASE a; INSERT INTO a.t VALUES (1);", []],
  ])("reads %s", (_, sql, tables) => {
    expect(readTables(sql)).toEqual(tables);
  });

  it("gives the parser's message when the SQL cannot be read", () => {
    expect(() => readTables("CREATE TABLE (")).toThrow(/^Expected .* but "\(" found\.$/s);
  });
});
