import { type ColumnCase, numbers } from "./column-case";

/** Types of numbers. */
export const numberCases: ColumnCase[] = [
  numbers("TINYINT", "byte", -128, 127),
  numbers("TINYINT UNSIGNED", "short", 0, 255),
  {
    sql: "BOOLEAN",
    type: "tinyint(1)",
    field: { type: "byte" },
    values: [
      ["TRUE", 1],
      ["FALSE", 0],
    ],
  },
  numbers("SMALLINT", "short", -32_768, 32_767),
  numbers("SMALLINT UNSIGNED", "integer", 0, 65_535),
  numbers("MEDIUMINT", "integer", -8_388_608, 8_388_607),
  numbers("MEDIUMINT UNSIGNED", "integer", 0, 16_777_215),
  numbers("INT", "integer", -2_147_483_648, 2_147_483_647),
  numbers("INT UNSIGNED", "long", 0, 4_294_967_295),
  { ...numbers("INT(5) ZEROFILL", "long", 42, 4_294_967_295), type: "int(5) unsigned zerofill" },
  {
    sql: "BIGINT",
    field: { type: "long" },
    values: [
      ["-9223372036854775808", -(2n ** 63n)],
      ["9223372036854775807", 2n ** 63n - 1n],
    ],
  },
  {
    sql: "BIGINT UNSIGNED",
    field: { type: "unsigned_long" },
    values: [
      ["0", 0n],
      ["18446744073709551615", 2n ** 64n - 1n],
    ],
  },
  {
    sql: "DECIMAL(65,30)",
    field: { type: "keyword" },
    values: ["-", ""].map((sign) => {
      const value = `${sign}${"9".repeat(35)}.${"9".repeat(30)}`;
      return [value, value];
    }),
  },
  {
    sql: "DECIMAL(12,2) UNSIGNED",
    field: { type: "scaled_float", scaling_factor: 100 },
    values: [
      ["0", "0.00"],
      ["9999999999.99", "9999999999.99"],
    ],
  },
  numbers("FLOAT", "float", -1.5, 1234.25),
  {
    sql: "DOUBLE",
    field: { type: "double" },
    values: [
      ["-1.7976931348623157e308", -Number.MAX_VALUE],
      ["2.2250738585072014e-308", 2 ** -1022],
    ],
  },
  {
    sql: "BIT(1)",
    field: { type: "boolean" },
    values: [
      ["b'0'", false],
      ["b'1'", true],
    ],
  },
  {
    sql: "BIT(64)",
    field: { type: "binary" },
    values: [
      ["b'1'", "AQAAAAAAAAA="],
      ["~0", "//////////8="],
    ],
  },
];
