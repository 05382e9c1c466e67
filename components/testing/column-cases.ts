import { bytes, type ColumnCase, moments, numbers, shape, texts } from "./column-case";
import { numberCases } from "./column-numbers";

const DAYS = "uuuu-MM-dd'Z'||strict_date_optional_time";

const times: ColumnCase[] = [
  numbers("YEAR", "short", 1901, 2155),
  {
    ...moments(
      "DATE",
      "date",
      ["1000-01-01", "1000-01-01Z"],
      ["9999-12-31", "9999-12-31Z"],
      ["0000-00-00", null],
    ),
    field: { type: "date", format: DAYS },
  },
  {
    ...moments("DATE NOT NULL", "date", ["2024-02-29", "2024-02-29Z"], ["0000-00-00", "1970-01-01Z"]),
    field: { type: "date", format: DAYS },
  },
  moments("TIME", "keyword", ["00:00:00", "00:00:00Z"], ["23:59:59", "23:59:59Z"]),
  moments("TIME(6)", "keyword", ["00:00:00.000001", "00:00:00.000001Z"]),
  moments(
    "DATETIME",
    "date",
    ["1000-01-01 00:00:00", "1000-01-01T00:00:00Z"],
    ["9999-12-31 23:59:59", "9999-12-31T23:59:59Z"],
    ["0000-00-00 00:00:00", null],
  ),
  moments("DATETIME(3)", "date", ["2024-02-29 01:02:03.004", "2024-02-29T01:02:03.004Z"]),
  moments("DATETIME(6)", "date", ["9999-12-31 23:59:59.999999", "9999-12-31T23:59:59.999999Z"]),
  moments("DATETIME NOT NULL", "date", ["0000-00-00 00:00:00", "1970-01-01T00:00:00Z"]),
  moments(
    "TIMESTAMP NULL",
    "date",
    ["1970-01-01 00:00:01", "1970-01-01T00:00:01Z"],
    ["2038-01-19 03:14:07", "2038-01-19T03:14:07Z"],
    ["0000-00-00 00:00:00", null],
  ),
  moments("TIMESTAMP(6) NULL", "date_nanos", ["2038-01-19 03:14:07.999999", "2038-01-19T03:14:07.999999Z"]),
];

const long = "한".repeat(20_000);

const strings: ColumnCase[] = [
  { sql: "CHAR(10)", field: { type: "keyword" }, values: [["'abc  '", "abc"]] },
  texts("VARCHAR(100)", "text", "", ' "quoted" \\ \t <b>&amp;</b> ${x} {{y}} 한글 😀 '),
  texts("VARCHAR(20) CHARACTER SET latin1", "keyword", "é"),
  texts("VARCHAR(20) CHARACTER SET utf16", "keyword", "한😀"),
  texts("VARCHAR(20) CHARACTER SET euckr", "keyword", "한국"),
  texts("VARCHAR(20) CHARACTER SET sjis", "keyword", "日本"),
  texts("VARCHAR(20) CHARACTER SET gb18030", "keyword", "汉😀"),
  texts("TINYTEXT", "keyword", "t"),
  texts("TEXT", "text", "two\nlines"),
  texts("MEDIUMTEXT", "text", "m"),
  texts("LONGTEXT", "text", long),
  texts("ENUM('a','b c','한')", "keyword", "b c", "한"),
  texts("SET('x','y','z')", "keyword", "", "x,z"),
  {
    sql: "JSON",
    field: { type: "text" },
    values: [
      [`'{"b": 1, "a": [1, 2.5, "한😀", null, true]}'`, { a: [1, 2.5, "한😀", null, true], b: 1 }],
      ["'[]'", []],
    ],
  },
  bytes("BINARY(4)", ["00FF", "AP8AAA=="]),
  bytes("VARBINARY(20)", ["", ""], ["00FF", "AP8="]),
  { ...bytes("VARCHAR(20) CHARACTER SET binary", ["00FF", "AP8="]), type: "varbinary(20)" },
  bytes("TINYBLOB", ["00", "AA=="]),
  bytes("BLOB", ["00FF80", "AP+A"]),
  bytes("MEDIUMBLOB", ["FF", "/w=="]),
  bytes("LONGBLOB", ["FF", "/w=="]),
];

const others: ColumnCase[] = [
  shape("GEOMETRY", "POINT(1 2)", "AQEAAAAAAAAAAADwPwAAAAAAAABA"),
  shape("POINT SRID 4326", "POINT(37.5 127)", "AQEAAAAAAAAAAMBfQAAAAAAAwEJA", {
    x: 127,
    y: 37.5,
    srid: 4326,
  }),
  shape("LINESTRING", "LINESTRING(0 0,1 1)", "AQIAAAACAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAPA/AAAAAAAA8D8="),
  shape(
    "POLYGON",
    "POLYGON((0 0,1 0,1 1,0 0))",
    "AQMAAAABAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADwPwAAAAAAAAAAAAAAAAAA8D8AAAAAAADwPwAAAAAAAAAAAAAAAAAAAAA=",
  ),
  shape(
    "MULTIPOINT",
    "MULTIPOINT(0 0,1 1)",
    "AQQAAAACAAAAAQEAAAAAAAAAAAAAAAAAAAAAAAAAAQEAAAAAAAAAAADwPwAAAAAAAPA/",
  ),
  shape(
    "MULTILINESTRING",
    "MULTILINESTRING((0 0,1 1))",
    "AQUAAAABAAAAAQIAAAACAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAPA/AAAAAAAA8D8=",
  ),
  shape(
    "MULTIPOLYGON",
    "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))",
    "AQYAAAABAAAAAQMAAAABAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADwPwAAAAAAAAAAAAAAAAAA8D8AAAAAAADwPwAAAAAAAAAAAAAAAAAAAAA=",
  ),
  {
    ...shape(
      "GEOMETRYCOLLECTION",
      "GEOMETRYCOLLECTION(POINT(1 2))",
      "AQcAAAABAAAAAQEAAAAAAAAAAADwPwAAAAAAAABA",
    ),
    type: "geomcollection",
  },
  {
    sql: "VECTOR(3)",
    field: { type: "float" },
    values: [["STRING_TO_VECTOR('[1,-2.5,3e10]')", [1, -2.5, 3e10]]],
  },
  {
    ...numbers("INT GENERATED ALWAYS AS (`c_tinyint` + 1) VIRTUAL", "integer", -127, 128),
    generated: true,
  },
  {
    ...numbers("INT GENERATED ALWAYS AS (`c_tinyint` + 1) STORED", "integer", -127, 128),
    generated: true,
  },
  numbers("INT INVISIBLE", "integer", 7),
];

/** Every column type of the manual (https://dev.mysql.com/doc/refman/9.7/en/data-types.html). */
export const columnCases: readonly ColumnCase[] = [...numberCases, ...times, ...strings, ...others];
