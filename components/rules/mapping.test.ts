import { describe, expect, it } from "vitest";
import type { TableShape } from "../live-columns";
import type { Property } from "../search/definition";
import { misfit } from "./column-types";
import { columnNameFaults, idColumnFaults, mappingColumnFaults } from "./mapping";

describe("misfit", () => {
  it.each<[string, Property]>([
    ["bigint", { type: "long" }],
    ["bigint unsigned", { type: "unsigned_long" }],
    ["bigint unsigned", { type: "long" }],
    ["int unsigned", { type: "long" }],
    ["tinyint(1)", { type: "byte" }],
    ["year", { type: "short" }],
    ["decimal(12,2)", { type: "scaled_float" }],
    ["decimal(10,0)", { type: "long" }],
    ["bit(1)", { type: "boolean" }],
    ["datetime(6)", { type: "date" }],
    ["timestamp", { type: "date_nanos" }],
    ["date", { type: "date", format: "uuuu-MM-dd'Z'" }],
    ["varchar(255)", { type: "keyword" }],
    ["longtext", { type: "keyword", ignore_above: 8191 }],
    ["varchar(40)", { type: "ip", ignore_malformed: true }],
    ["point", { type: "object", enabled: false }],
    ["vector(3)", { type: "knn_vector" }],
    ["__proto__", { type: "text" }],
  ])("takes %s as %j", (type, field) => {
    expect(misfit(type, field)).toBeUndefined();
  });

  const texts = "keyword, text, match_only_text, wildcard or search_as_you_type";

  it.each<[string, Property, string, string]>([
    [
      "bigint",
      { type: "integer" },
      "is integer, which cannot hold bigint",
      `Use long, float, double, scaled_float, ${texts}`,
    ],
    [
      "tinyint(1)",
      { type: "boolean" },
      "is boolean, which cannot hold tinyint(1)",
      `Use byte, short, integer, long, float, double, scaled_float, ${texts}`,
    ],
    [
      "decimal(12,2)",
      { type: "long" },
      "is long, which cannot hold decimal(12,2)",
      `Use scaled_float, double, float, ${texts}`,
    ],
    ["varchar(20)", { type: "integer" }, "is integer, which cannot hold varchar(20)", `Use ${texts}`],
    ["json", { type: "flat_object" }, "is flat_object, which cannot hold json", `Use ${texts}`],
    ["datetime", { type: "date_nanos" }, "is date_nanos, which cannot hold datetime", `Use date, ${texts}`],
    [
      "date",
      { type: "date" },
      "is date without a format that reads the days as they arrive, 2026-02-03Z",
      `Add "format": "uuuu-MM-dd'Z'||strict_date_optional_time"`,
    ],
    [
      "text",
      { type: "keyword", ignore_above: 9000 },
      "is keyword, which fails at values of text beyond 32766 bytes",
      'Add "ignore_above": 8191, or use text or wildcard',
    ],
    [
      "point",
      { properties: {} },
      "is object, which cannot hold point",
      'Use {"type": "object", "enabled": false}, or leave the column out',
    ],
    ["bit(9)", { type: "long" }, "is long, which cannot hold bit(9)", "Use binary or keyword"],
  ])("refuses %s as %j", (type, field, rule, remedy) => {
    expect(misfit(type, field)).toEqual({ rule, remedy });
  });
});

const table: TableShape = {
  table: "a.t",
  shard: "shard0, shard1",
  columns: [
    { name: "id", type: "bigint", key: 1 },
    { name: "name", type: "varchar(20)" },
  ],
};

describe("mappingColumnFaults", () => {
  const faults = (properties: Record<string, Property>, id = "id") =>
    mappingColumnFaults("tables[0].mapping", { mapping: "t.json", id }, { properties }, [table]);

  it("names a field that is no column, with those that are", () => {
    expect(faults({ id: { type: "long" }, nam: { type: "text" } })).toEqual([
      {
        path: "tables[0].mapping",
        value: "t.json",
        rule: "maps 'nam', which is no column of a.t in shard0, shard1",
        remedy: "Name a column that is there (id, name), or remove the field",
      },
    ]);
  });

  it("names a field and a sub-field that cannot hold their column", () => {
    const name = { type: "text", fields: { number: { type: "long" } } };
    expect(faults({ id: { type: "short" }, name }).map(({ rule }) => rule)).toEqual([
      "field 'id' is short, which cannot hold bigint, the type of the column in a.t in shard0, shard1",
      "field 'name.number' is long, which cannot hold varchar(20), the type of the column in a.t in shard0, shard1",
    ]);
  });

  it("asks no column for an alias, for a field that others are copied to, and for the id, which has a rule of its own", () => {
    const name = { type: "text", copy_to: ["all"] };
    const other = { type: "alias", path: "name" };
    expect(faults({ name, all: { type: "text" }, other, code: { type: "keyword" } }, "code")).toEqual([]);
  });
});

describe("columnNameFaults", () => {
  it("refuses names that a document has for itself, and no others", () => {
    const columns = ["_id", "__deleted", ".x", "a..b", "id", "_x", "a.b"].map((name) => ({
      name,
      type: "int",
    }));
    const table = { table: "a.t", id: "id", mapping: "t.json", partitions: 1 };
    const faults = columnNameFaults("tables[0].table", table, [{ table: "a.t", shard: "shard0", columns }]);
    expect(faults).toEqual(
      ["_id", "__deleted", ".x", "a..b"].map((name) => ({
        path: "tables[0].table",
        value: "a.t",
        rule: `has a column '${name}' in a.t in shard0, a name that a document has no room for`,
        remedy: "Rename the column",
      })),
    );
  });
});

describe("idColumnFaults", () => {
  const faults = (id: string, columns: TableShape["columns"]) =>
    idColumnFaults("tables[0].id", { table: "a.t", id, mapping: "t.json", partitions: 1 }, [
      { table: "a.t", columns },
    ]);
  const column = (name: string, key?: number) => ({
    name,
    type: "int",
    ...(key === undefined ? {} : { key }),
  });

  it("takes the column that is the whole primary key", () => {
    expect(faults("id", [column("id", 1), column("x")])).toEqual([]);
  });

  it.each<[string, TableShape["columns"], string, string]>([
    ["is not there", [column("x", 1)], "is no column of a.t, which has x", "Name its primary key column"],
    [
      "is in a table without a primary key",
      [column("id")],
      "is the id column of a.t, which has no primary key",
      "Give the table one, for instance: ALTER TABLE a.t ADD PRIMARY KEY (id)",
    ],
    [
      "is not the primary key",
      [column("id"), column("x", 1)],
      "is not the primary key of a.t, which is (x)",
      "Name 'x'",
    ],
    [
      "is a part of the primary key",
      [column("id", 2), column("x", 1)],
      "is not the primary key of a.t, which is (x, id)",
      "Give the table a primary key of one column and keep this one as a UNIQUE key: a document has one id",
    ],
  ])("refuses a column that %s", (_, columns, rule, remedy) => {
    expect(faults("id", columns)).toEqual([{ path: "tables[0].id", value: "id", rule, remedy }]);
  });
});
