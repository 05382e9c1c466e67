import type { Property } from "../search/definition";

/** A column type with values of it: as SQL, and as they arrive in the document. */
export interface ColumnCase {
  /** Definition of the column, after its name. */
  sql: string;
  /** The type as MySQL names it, where that is not the definition in lower case. */
  type?: string;
  field: Property;
  values: readonly (readonly [sql: string, arrives: unknown])[];
  /** MySQL computes it of `c_tinyint`. */
  generated?: boolean;
}

/** Numbers that arrive as they are written. */
export function numbers(sql: string, type: string, ...values: number[]): ColumnCase {
  return { sql, field: { type }, values: values.map((value) => [String(value), value]) };
}

/** Texts without a quote in them, that arrive as they are. */
export function texts(sql: string, type: string, ...values: string[]): ColumnCase {
  return { sql, field: { type }, values: values.map((value) => [`'${value}'`, value]) };
}

/** Bytes: in hexadecimal digits, and in base64. */
export function bytes(sql: string, ...values: (readonly [string, string])[]): ColumnCase {
  return { sql, field: { type: "binary" }, values: values.map(([hex, base64]) => [`X'${hex}'`, base64]) };
}

/** Moments: as MySQL takes them, and as they arrive. */
export function moments(
  sql: string,
  type: string,
  ...values: (readonly [string, string | null])[]
): ColumnCase {
  return { sql, field: { type }, values: values.map(([stored, arrives]) => [`'${stored}'`, arrives]) };
}

/** A shape: its well-known text, and the bytes that arrive. */
export function shape(sql: string, text: string, wkb: string, rest: object = { srid: null }): ColumnCase {
  const srid = /SRID (\d+)/.exec(sql)?.[1] ?? "0";
  return {
    sql,
    field: { type: "object", enabled: false },
    values: [[`ST_GeomFromText('${text}', ${srid})`, { wkb, ...rest }]],
  };
}

/** The column's name in the table of all cases. */
export function columnName({ sql }: ColumnCase): string {
  return `c_${sql
    .replace(/`.*`/, "")
    .toLowerCase()
    .replaceAll(/[^\w]+/g, "_")
    .replace(/_$/, "")}`;
}

/** The column's type as MySQL names it. */
export function typeOf({ sql, type }: ColumnCase): string {
  return type ?? sql.toLowerCase().replace(/ (character set|not null|null|srid|generated|invisible).*/, "");
}
