/** Column, type, and its values in SQL: the lowest, the highest, an odd one. */
const COLUMNS: [name: string, type: string, low: string, high: string, odd?: string][] = [
  ["c_tinyint", "TINYINT", "-128", "127"],
  ["c_boolean", "BOOLEAN", "FALSE", "TRUE"],
  ["c_smallint", "SMALLINT UNSIGNED", "0", "65535"],
  ["c_mediumint", "MEDIUMINT", "-8388608", "8388607"],
  ["c_zerofill", "INT(6) ZEROFILL", "0", "4294967295", "7"],
  ["c_bigint", "BIGINT", "-9223372036854775808", "9223372036854775807", "9007199254740993"],
  ["c_unsigned", "BIGINT UNSIGNED", "0", "18446744073709551615", "9223372036854775808"],
  [
    "c_decimal",
    "DECIMAL(65, 30)",
    `-${"9".repeat(35)}.${"9".repeat(30)}`,
    `${"9".repeat(35)}.${"9".repeat(30)}`,
    "1e-30",
  ],
  ["c_float", "FLOAT", "-3.402823466E+38", "3.402823466E+38", "16777217"],
  ["c_double", "DOUBLE", "-1.7976931348623157E+308", "2.2250738585072014E-308", "1e21"],
  ["c_bit1", "BIT(1)", "b'0'", "b'1'"],
  ["c_bit13", "BIT(13)", "b'0'", "b'1000000000001'", "b'1'"],
  ["c_bit64", "BIT(64)", "b'0'", "~0"],
  ["c_date", "DATE", "'1000-01-01'", "'9999-12-31'", "'0000-00-00'"],
  ["c_datetime", "DATETIME", "'1600-01-01 00:00:00'", "'9999-12-31 23:59:59'", "'0000-00-00'"],
  [
    "c_datetime6",
    "DATETIME(6)",
    "'1600-01-01 00:00:00.000001'",
    "'9999-12-31 23:59:59.999999'",
    "'2026-02-00'",
  ],
  ["c_timestamp", "TIMESTAMP NULL", "'1971-01-01 00:00:00'", "'2038-01-19 03:14:07'", "'0000-00-00'"],
  ["c_timestamp6", "TIMESTAMP(6) NULL", "'1971-01-01 00:00:00.1'", "'2038-01-19 03:14:07.999999'"],
  ["c_time", "TIME", "'00:00:00'", "'23:59:59'"],
  ["c_time3", "TIME(3)", "'00:00:00.001'", "'23:59:59.999'", "'12:00:00.100'"],
  ["c_year", "YEAR", "1901", "2155", "1970"],
  ["c_char", "CHAR(10)", "''", "'end   '"],
  ["c_latin1", "VARCHAR(50) CHARACTER SET latin1", "''", "'çé€'"],
  ["c_utf16", "VARCHAR(50) CHARACTER SET utf16", "''", "'한글🥬'"],
  ["c_text", "TEXT", "''", "REPEAT('김', 20000)", "'a \\\\ \\\" \\n \\t \\0 🥬'"],
  ["c_binary", "BINARY(8)", "X'00'", "X'FFFFFFFFFFFFFFFF'", "'a'"],
  ["c_varbinary", "VARBINARY(50)", "''", "X'FF00FF20'", "X'20'"],
  ["c_blob", "BLOB", "''", "REPEAT(X'00FF', 30000)", "'text'"],
  ["c_enum", "ENUM('a', 'b,c', '한', '')", "'a'", "'한'", "''"],
  ["c_set", "SET('x', 'y', 'z z')", "''", "'x,z z'"],
  [
    "c_json",
    "JSON",
    "'null'",
    `'{"big": 18446744073709551615, "e": 1e300, "s": "\\\\u0041\\\\"", "l": [1.50, -9223372036854775808, {}]}'`,
    "JSON_OBJECT('t', TIMESTAMP'2026-01-02 03:04:05.678', 'd', 12.340, 'b', CAST(X'0102' AS BINARY), 'f', 1e17)",
  ],
  ["c_point", "POINT", "POINT(0, 0)", "POINT(-1.5, 2e300)"],
  [
    "c_srid",
    "POINT SRID 4326",
    "ST_GeomFromText('POINT(-89 -179)', 4326)",
    "ST_GeomFromText('POINT(89 179)', 4326)",
  ],
  ["c_geometry", "GEOMETRY", "POINT(0, 0)", "ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))')"],
  ["c_vector", "VECTOR(3)", "TO_VECTOR('[0,-1,1.5]')", "TO_VECTOR('[3.4e38,-3.4e38,0.1]')"],
  ["`이름 with blanks`", "INT", "-1", "1"],
];

const values = (position: 2 | 3 | 4): string =>
  COLUMNS.map((column) => column[position] ?? "NULL").join(", ");
const row = (id: number, position: 2 | 3 | 4): string =>
  `(${id}, 'X-${id}', 'row', 1, NOW(6), ${values(position)})`;

/** Gives `products` a column of every type, generated ones too, and three rows with their extremes: 800001 to 800003. */
export const EXTREMES = `
SET SESSION sql_mode = '';
ALTER TABLE products ${COLUMNS.map(([name, type]) => `ADD COLUMN ${name} ${type}${type.endsWith("NULL") ? "" : " NULL"}`).join(", ")},
  ADD COLUMN c_virtual INT GENERATED ALWAYS AS (stock + 1) VIRTUAL,
  ADD COLUMN c_stored VARCHAR(40) GENERATED ALWAYS AS (CONCAT(sku, '!')) STORED;
-- An ALTER TABLE sends no row, also not what it generates (docs/alter-table.md).
UPDATE products SET updated_at = NOW(6);
INSERT INTO products (id, sku, name, price, updated_at, ${COLUMNS.map(([name]) => name).join(", ")})
  VALUES ${row(800001, 2)}, ${row(800002, 3)}, ${row(800003, 4)};
`;
