import { sqlIdentifier, sqlTable } from "../../components/quoting";
import { CutOff, literal, mysqlLines, mysqlRows } from "../mysql";
import { checksum } from "./column-values";
import type { TableShape } from "./table-shape";

/** The values of a row or document in the order of the compared columns; null for NULL. */
export type Cells = readonly (string | null)[];

/** Rows that follow each other in the primary key, by the id of their document. */
export type Range = ReadonlyMap<string, Cells>;

/** How much one range may hold: what is in memory at a time. */
const RANGE = { rows: 2000, characters: 4_000_000 };

/** Rows that one query reads: a longer one would hold up an ALTER TABLE, and keep old versions of rows, for too long. */
const QUERY_ROWS = 50_000;

/** Answers of one table that may be cut off before it is given up. */
const MAX_CUTS = 3;

/** One row as JSON: the id, then every compared column. */
function selection({ id, columns }: TableShape): string {
  const expressions = [id, ...columns].map(({ name, form }) => form.sql(sqlIdentifier(name)));
  return `JSON_ARRAY(${expressions.join(", ")})`;
}

/** The primary key's value in SQL, by the id of a document. */
export function keyLiteral({ id }: Pick<TableShape, "id">, value: string): string {
  if (/^(tiny|small|medium|big)?int|^year|^decimal/.test(id.type)) {
    if (!/^-?\d+(\.\d+)?$/.test(value)) throw new Error(`'${value}' is no number`);
    return value;
  }
  if (/binary|blob/.test(id.type)) return `X'${Buffer.from(value, "base64").toString("hex")}'`;
  return literal(id.type === "date" ? value.replace(/Z$/, "") : value);
}

/** SQL of the rows that follow `after` in the primary key, the first ones without it. Pure. */
export function rowsAfter(shape: TableShape, after: string | undefined, limit = QUERY_ROWS): string {
  const id = sqlIdentifier(shape.id.name);
  const where = after === undefined ? "" : ` WHERE ${id} > ${keyLiteral(shape, after)}`;
  return `SELECT ${selection(shape)} FROM ${sqlTable(shape.table)}${where} ORDER BY ${id} LIMIT ${limit};`;
}

/** SQL of the rows of these documents; ids that cannot be a key have none. Pure. */
export function rowsOf(shape: TableShape, ids: readonly string[]): string | undefined {
  const keys = ids.flatMap((id) => {
    try {
      return [keyLiteral(shape, id)];
    } catch {
      return [];
    }
  });
  if (keys.length === 0) return undefined;
  return `SELECT ${selection(shape)} FROM ${sqlTable(shape.table)} WHERE ${sqlIdentifier(shape.id.name)} IN (${keys.join(",")});`;
}

/** Reads a line of {@link selection}. Pure. */
export function parseRow({ id, columns }: TableShape, line: string): { id: string; cells: Cells } {
  const [key = "", ...values] = JSON.parse(line) as (string | number | null)[];
  return {
    id: id.form.fromRow(key ?? "") ?? "",
    cells: columns.map(({ form }, position) => {
      const value = values[position] ?? null;
      return value === null ? null : form.fromRow(value);
    }),
  };
}

/** All rows of a table in the order of the primary key, range by range. */
export async function* readRanges(
  container: string,
  shape: TableShape,
): AsyncGenerator<Range, void, undefined> {
  let range = new Map<string, Cells>();
  let characters = 0;
  for await (const line of readLines(container, shape)) {
    const { id, cells } = parseRow(shape, line);
    range.set(id, cells);
    characters += line.length;
    if (range.size < RANGE.rows && characters < RANGE.characters) continue;
    yield range;
    range = new Map();
    characters = 0;
  }
  if (range.size > 0) yield range;
}

/** All rows as lines. An answer that is cut off is followed by the rows after the last one of it. */
async function* readLines(container: string, shape: TableShape): AsyncGenerator<string, void, undefined> {
  let last: string | undefined;
  let cuts = 0;
  for (let read = QUERY_ROWS; read === QUERY_ROWS;) {
    read = 0;
    const after = last === undefined ? undefined : parseRow(shape, last).id;
    try {
      for await (const line of mysqlLines(container, rowsAfter(shape, after))) {
        yield line;
        last = line;
        read += 1;
      }
    } catch (error) {
      if (!(error instanceof CutOff) || ++cuts > MAX_CUTS) throw error;
      read = QUERY_ROWS;
    }
  }
}

/** The rows of these documents as they are now. */
export async function readRows(container: string, shape: TableShape, ids: readonly string[]): Promise<Range> {
  const sql = rowsOf(shape, ids);
  const rows = new Map<string, Cells>();
  if (sql === undefined) return rows;
  for (const line of await mysqlRows(container, sql, 600_000)) {
    const { id, cells } = parseRow(shape, line);
    rows.set(id, cells);
  }
  return rows;
}

/** A checksum of a range, whatever the order in which its rows came. */
export function rangeChecksum(ids: Iterable<string>, range: Range): string {
  return checksum(
    (function* () {
      for (const id of ids) yield JSON.stringify([id, range.get(id)]);
    })(),
  );
}
