import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json";

/**
 * One text for a value of a column, whether it was read from MySQL or from a document. What the pipeline makes of each type
 * is in docs/indexes.md.
 */
export interface ColumnForm {
  /** SQL of the value as JSON takes it without a loss. */
  readonly sql: (column: string) => string;
  /** The text of what MySQL gives for `sql`; null for a value that arrives as NULL. */
  readonly fromRow: (value: string | number) => string | null;
  /** The text of what a document holds. */
  readonly fromDocument: (value: unknown) => string;
}

const asIs = (column: string): string => column;
const asText = (column: string): string => `CONVERT(${column} USING utf8mb4)`;
const asBase64 = (column: string): string => `REPLACE(TO_BASE64(${column}), '\\n', '')`;

/** A form whose rows and documents are read alike. */
function alike(sql: (column: string) => string, text: (value: unknown) => string): ColumnForm {
  return { sql, fromRow: text, fromDocument: text };
}

const plain = (value: unknown): string => (typeof value === "string" ? value : canonicalJson(value));

// A column that a running connector saw added as `BOOLEAN` is true or false.
const whole = alike(
  (column) => `CAST(CAST(${column} AS SIGNED) AS CHAR)`,
  (value) => (typeof value === "boolean" ? String(Number(value)) : plain(value)),
);

// In older documents it is the signed number of the same bits.
const unsigned64: ColumnForm = {
  sql: (column) => `CAST(${column} AS CHAR)`,
  fromRow: plain,
  fromDocument: (value) => {
    const text = plain(value);
    return /^-\d+$/.test(text) ? String(BigInt.asUintN(64, BigInt(text))) : text;
  },
};

// ZEROFILL shows in MySQL's text only.
const decimal = alike(
  (column) => `CAST(${column} AS CHAR)`,
  (value) => plain(value).replace(/^(-?)0+(?=\d)/, "$1"),
);

// A snapshot reads MySQL's text of a FLOAT, which has 6 digits, the binlog all of it: only what both have can be compared.
const float = alike(
  (column) => `CAST(${column} AS DOUBLE)`,
  (value) => String(Number(Math.fround(Number(value)).toPrecision(6))),
);

const double = alike(asIs, (value) => String(Number(value)));

const boolean: ColumnForm = {
  sql: (column) => `CAST(${column} AS UNSIGNED)`,
  fromRow: (value) => (Number(value) === 1 ? "true" : "false"),
  fromDocument: plain,
};

// Debezium gives the bytes of a BIT(n) the lowest first.
const bits: ColumnForm = {
  sql: (column) => `CAST(CAST(${column} AS UNSIGNED) AS CHAR)`,
  fromRow: plain,
  fromDocument: (value) =>
    typeof value === "string"
      ? String(BigInt(`0x0${Buffer.from(value, "base64").reverse().toString("hex")}`))
      : plain(value),
};

/** Without zeros at the end of the fraction, which say nothing. */
const withoutTrailingZeros = (value: unknown): string =>
  plain(value)
    .replace(/(\.\d*?)0+(?=\D|$)/, "$1")
    .replace(/\.(?=\D|$)/, "");

/** A form of days: what one with a zero year, month or day arrives as is `zero`. */
function days(
  sql: (column: string) => string,
  text: (value: unknown) => string,
  zero: string | null,
): ColumnForm {
  const fromRow = (value: string | number): string | null =>
    /^0000-|-00/.test(String(value)) ? zero : text(value);
  return { sql, fromRow, fromDocument: text };
}

const date = (zero: string | null): ColumnForm =>
  days((column) => `CONCAT(DATE_FORMAT(${column}, '%Y-%m-%d'), 'Z')`, plain, zero);
const dateTime = (zero: string | null): ColumnForm =>
  days((column) => `DATE_FORMAT(${column}, '%Y-%m-%dT%H:%i:%s.%fZ')`, withoutTrailingZeros, zero);
const time = alike((column) => `TIME_FORMAT(${column}, '%H:%i:%s.%fZ')`, withoutTrailingZeros);

const text = alike(asText, plain);
const binary = alike(asBase64, plain);

// The binlog's JSON and MySQL's text of it differ in blanks and in how they write a number.
const json = alike(asText, (value) => canonicalJson(value, true));

// MySQL keeps a geometry as its SRID and its WKB.
const geometry: ColumnForm = {
  sql: (column) =>
    `CONCAT(ST_SRID(${column}), ' ', REPLACE(TO_BASE64(SUBSTRING(CAST(${column} AS BINARY), 5)), '\\n', ''))`,
  fromRow: plain,
  fromDocument: (value) => {
    const { wkb, srid } = value as { wkb?: unknown; srid?: unknown };
    return `${plain(srid ?? 0)} ${plain(wkb)}`;
  },
};

const vector: ColumnForm = {
  sql: asBase64,
  fromRow: plain,
  fromDocument: (value) =>
    Array.isArray(value)
      ? Buffer.from(Float32Array.from(value as number[]).buffer).toString("base64")
      : plain(value),
};

const FORMS: Record<string, ColumnForm> = {
  ...every("tinyint smallint mediumint int bigint year", whole),
  ...every("char varchar tinytext text mediumtext longtext enum set", text),
  ...every("binary varbinary tinyblob blob mediumblob longblob", binary),
  ...every("geometry point linestring polygon multipoint multilinestring multipolygon", geometry),
  ...every("geomcollection geometrycollection", geometry),
  ...{ decimal, float, double, time, json, vector },
  ...{ date: date(null), datetime: dateTime(null), timestamp: dateTime(null) },
};

const epoch = dateTime("1970-01-01T00:00:00Z");
/** Of a column without NULL, in which a zero date arrives as the first day. */
const NOT_NULL: Record<string, ColumnForm> = {
  ...{ date: date("1970-01-01Z"), datetime: epoch, timestamp: epoch },
};

function every(types: string, form: ColumnForm): Record<string, ColumnForm> {
  return Object.fromEntries(types.split(" ").map((type) => [type, form]));
}

/** The form of a column by its MySQL type; undefined for a type that is not known. */
export function formOf(type: string, notNull = false): ColumnForm | undefined {
  if (/^bit\b/.test(type)) return /^bit\((?!1\))/.test(type) ? bits : boolean;
  if (/^bigint\b.* unsigned/.test(type)) return unsigned64;
  const name = /^\w+/.exec(type)?.[0] ?? "";
  if (notNull && Object.hasOwn(NOT_NULL, name)) return NOT_NULL[name];
  return Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
}

/** The types of a primary key whose documents' ids can be told from its values. */
export function namesDocuments(type: string): boolean {
  return (
    /^date\b/.test(type) || [whole, unsigned64, decimal, text, binary].some((form) => form === formOf(type))
  );
}

/** A checksum of texts; undefined stands for NULL. */
export function checksum(texts: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const one of texts) hash.update(one).update("\n");
  return hash.digest("hex");
}
