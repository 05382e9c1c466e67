// A real parser of MySQL's grammar: DDL is more than a regular expression can read. Only its MySQL build is loaded.
import { Parser } from "node-sql-parser/build/mysql";
import type { Column, TableShape } from "./live-columns";

interface ColumnDefinition {
  resource: string;
  column?: { column: string };
  definition?: {
    dataType: string;
    length?: number | null;
    scale?: number | null;
    suffix?: (string | null)[];
    expr?: unknown;
  };
  primary_key?: string;
  constraint_type?: string;
  definitions?: unknown;
}

interface CreateTable {
  type: string;
  keyword?: string;
  db?: string;
  table?: { db?: string | null; table: string }[];
  create_definitions?: (Omit<ColumnDefinition, "definition"> & { definition?: unknown })[];
}

/**
 * What every table looks like that a schema file creates.
 * Throws the parser's message, with the line, when the SQL cannot be read.
 */
export function readTables(sql: string): TableShape[] {
  const tables: TableShape[] = [];
  let database = "";
  const ast = new Parser().astify(sql, { database: "MySQL" }) as unknown as CreateTable | CreateTable[];
  for (const statement of [ast].flat()) {
    if (statement.type === "use") database = statement.db ?? "";
    const created =
      statement.type === "create" && statement.keyword === "table" ? statement.table?.[0] : undefined;
    if (!created) continue;
    const definitions = (statement.create_definitions ?? []) as ColumnDefinition[];
    tables.push({ table: `${created.db ?? database}.${created.table}`, columns: readColumns(definitions) });
  }
  return tables;
}

function readColumns(definitions: ColumnDefinition[]): Column[] {
  const key = primaryKey(definitions);
  return definitions
    .filter((definition) => definition.resource === "column")
    .map((definition) => {
      const name = definition.column?.column ?? "";
      const place = key.indexOf(name) + 1;
      return { name, type: typeOf(definition), ...(place > 0 ? { key: place } : {}) };
    });
}

function primaryKey(definitions: ColumnDefinition[]): string[] {
  const own = definitions.filter((d) => d.resource === "column" && d.primary_key !== undefined);
  if (own.length > 0) return own.map((d) => d.column?.column ?? "");
  const constraint = definitions.find((d) => d.constraint_type?.toLowerCase() === "primary key");
  return [constraint?.definition ?? []].flat().map((part) => (part as { column?: string }).column ?? "");
}

/** The type as MySQL would write it, as far as the rules look. */
function typeOf({ definition }: ColumnDefinition): string {
  if (!definition) return "";
  const { length, scale, suffix } = definition;
  const name =
    { integer: "int", bool: "tinyint(1)", boolean: "tinyint(1)", numeric: "decimal" }[
      definition.dataType.toLowerCase()
    ] ?? definition.dataType.toLowerCase();
  const sizes = [length, scale].filter((part) => typeof part === "number");
  const size = sizes.length > 0 ? `(${sizes.join(",")})` : "";
  const unsigned = (suffix ?? []).some((word) => word?.toLowerCase() === "unsigned") ? " unsigned" : "";
  return `${name}${size}${unsigned}`;
}
