import { describe, expect, it } from "vitest";
import { parseLossless } from "./canonical-json";
import { formOf, namesDocuments } from "./column-values";

/** What the row gives, and what the document's JSON holds. */
const EQUAL: [type: string, row: string | number, document: string][] = [
  ["bigint", "9007199254740993", "9007199254740993"],
  ["bigint unsigned", "18446744073709551615", "18446744073709551615"],
  ["bigint unsigned", "18446744073709551615", "-1"],
  ["tinyint(1)", "1", "1"],
  ["tinyint(1)", "1", "true"],
  ["year", "2026", "2026"],
  ["decimal(12,2)", "12.30", '"12.30"'],
  ["decimal(12,2) unsigned zerofill", "0000000012.30", '"12.30"'],
  ["decimal(3,2)", "0.10", '"0.10"'],
  ["float", 0.10000000149011612, "0.1"],
  ["float", 16777216, "16777200"],
  ["double", 1e22, "1.0E22"],
  ["bit(1)", 1, "true"],
  ["bit", 0, "false"],
  ["bit(12)", "2561", '"AQo="'],
  ["varbinary(9)", "AAH/", '"AAH/"'],
  ["date", "2026-02-03Z", '"2026-02-03Z"'],
  ["datetime(6)", "2026-02-03T04:05:06.789000Z", '"2026-02-03T04:05:06.789Z"'],
  ["datetime", "2026-02-03T04:05:10.000000Z", '"2026-02-03T04:05:10Z"'],
  ["timestamp(3)", "2026-02-03T04:05:06.780000Z", '"2026-02-03T04:05:06.780Z"'],
  ["time", "04:05:06.000000Z", '"04:05:06Z"'],
  ["varchar(9)", "따뜻한 🎁", '"따뜻한 🎁"'],
  ["enum('a','b')", "b", '"b"'],
  [
    "json",
    '{"b": [1.0, 12345678901234567890], "aa": null}',
    String.raw`"{\"aa\":null,\"b\":[1,12345678901234567890]}"`,
  ],
  ["point", "4326 AQEA", '{"x":1.5,"y":2,"wkb":"AQEA","srid":4326}'],
  ["point", "0 AQEA", '{"wkb":"AQEA","srid":null}'],
  ["vector(2)", "AACAPwAAAEA=", "[1.0, 2.0]"],
];

describe("formOf", () => {
  it.each(EQUAL)("reads a %s of a row, %j, and of a document, %s, as the same", (type, row, document) => {
    const form = formOf(type);
    expect(form?.fromDocument(parseLossless(document))).toBe(form?.fromRow(row));
  });

  it.each<[string, string | number, string]>([
    ["bigint", "9007199254740993", "9007199254740992"],
    ["decimal(12,2)", "12.30", '"12.31"'],
    ["float", 0.10000000149011612, "0.10001"],
    ["datetime(6)", "2026-02-03T04:05:06.789000Z", '"2026-02-03T04:05:06.788Z"'],
    ["varchar(9)", "a", '"A"'],
    ["json", '{"a": 1}', '"{\\"a\\":2}"'],
    ["bit(12)", "2561", '"CgE="'],
    ["point", "4326 AQEA", '{"wkb":"AQEA","srid":0}'],
  ])("tells a %s of a row, %j, from another of a document, %s", (type, row, document) => {
    const form = formOf(type);
    expect(form?.fromDocument(parseLossless(document))).not.toBe(form?.fromRow(row));
  });

  it.each([
    ["date", "0000-00-00Z"],
    ["date", "2026-00-05Z"],
    ["datetime", "0000-00-00T00:00:00.000000Z"],
    ["timestamp(6)", "2026-02-00T00:00:00.000000Z"],
  ])("takes a %s of %s for NULL, as which it arrives", (type, row) => {
    expect(formOf(type)?.fromRow(row)).toBeNull();
  });

  it.each([
    ["date", "0000-00-00Z", "1970-01-01Z"],
    ["datetime(6)", "2026-00-05T00:00:00.000000Z", "1970-01-01T00:00:00Z"],
    ["timestamp", "0000-00-00T00:00:00.000000Z", "1970-01-01T00:00:00Z"],
  ])("takes a %s NOT NULL of %s for %s, as which it arrives", (type, row, document) => {
    const form = formOf(type, true);
    expect(form?.fromRow(row)).toBe(document);
    expect(form?.fromDocument(document)).toBe(document);
  });

  it("knows nothing of a type that MySQL does not have yet", () => {
    expect(formOf("hypercube(3)")).toBeUndefined();
    expect(formOf("constructor")).toBeUndefined();
  });
});

describe("namesDocuments", () => {
  it.each(["bigint unsigned", "varchar(20)", "binary(16)", "date", "decimal(20,0)"])("takes %s", (type) => {
    expect(namesDocuments(type)).toBe(true);
  });

  it.each(["double", "datetime(6)", "json", "hypercube"])("does not take %s", (type) => {
    expect(namesDocuments(type)).toBe(false);
  });
});
