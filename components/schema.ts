// A real parser of MySQL's grammar: DDL is more than a regular expression can read. Only its MySQL build is loaded.
import { Parser } from "node-sql-parser/build/mysql";

interface CreateTable {
  type: string;
  keyword?: string;
  db?: string;
  table?: { db?: string | null; table: string }[];
  create_definitions?: { resource: string; column?: { column: string } }[];
}

/**
 * Columns of every table that a schema file creates, by `database.table`.
 * Throws the parser's message, with the line, when the SQL cannot be read.
 */
export function readColumns(sql: string): Record<string, string[]> {
  const columns: Record<string, string[]> = {};
  let database = "";
  const ast = new Parser().astify(sql, { database: "MySQL" }) as unknown as CreateTable | CreateTable[];
  for (const statement of [ast].flat()) {
    if (statement.type === "use") database = statement.db ?? "";
    const created =
      statement.type === "create" && statement.keyword === "table" ? statement.table?.[0] : undefined;
    if (!created) continue;
    columns[`${created.db ?? database}.${created.table}`] = (statement.create_definitions ?? [])
      .filter((definition) => definition.resource === "column")
      .map((definition) => definition.column?.column ?? "");
  }
  return columns;
}
