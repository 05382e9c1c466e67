import type { Fault } from "../faults";
import type { Column, TableShape } from "../live-columns";
import type { Mappings, Property } from "../search/definition";
import type { TableSettings } from "../settings";
import { misfit } from "./column-types";
import { fault } from "./rule";

/** Faults of a mapping file against the columns of its table, in each shard that is known. */
export function mappingColumnFaults(
  path: string,
  { mapping: file, id }: Pick<TableSettings, "mapping" | "id">,
  mappings: Mappings,
  shapes: readonly TableShape[],
): Fault[] {
  const fields = Object.entries(mappings.properties ?? {});
  const filled = new Set(fields.flatMap(([, field]) => [field["copy_to"] ?? []].flat()));
  return shapes.flatMap((shape) =>
    fields
      // Neither an alias nor a field that others are copied to needs a column. A missing id column is said of the id.
      .filter(([name, field]) => field.type !== "alias" && !filled.has(name))
      .filter(([name]) => name !== id || shape.columns.some((column) => column.name === id))
      .flatMap(([name, field]) => fieldFaults(path, file, name, field, shape)),
  );
}

function fieldFaults(path: string, file: string, name: string, field: Property, shape: TableShape): Fault[] {
  const column = shape.columns.find((known) => known.name === name);
  if (!column) {
    const rule = `maps '${name}', which is no column of ${whose(shape)}`;
    const names = shape.columns.map((known) => known.name).join(", ");
    return [fault(path, file, rule, `Name a column that is there (${names}), or remove the field`)];
  }
  const all = [[name, field] as const, ...subFields(name, field)];
  return all.flatMap(([at, property]) => {
    const wrong = misfit(column.type, property);
    return wrong
      ? [
          fault(
            path,
            file,
            `field '${at}' ${wrong.rule}, the type of the column in ${whose(shape)}`,
            wrong.remedy,
          ),
        ]
      : [];
  });
}

function subFields(name: string, { fields = {} }: Property): (readonly [string, Property])[] {
  return Object.entries(fields).map(([sub, field]) => [`${name}.${sub}`, field] as const);
}

/** Faults of a table's id column: it must be there and be the whole primary key. */
export function idColumnFaults(
  path: string,
  { table, id }: TableSettings,
  shapes: readonly TableShape[],
): Fault[] {
  return shapes.flatMap((shape) => {
    const { columns } = shape;
    const names = columns.map((column) => column.name).join(", ");
    if (columns.length > 0 && !columns.some((column) => column.name === id)) {
      const rule = `is no column of ${whose(shape)}, which has ${names}`;
      return [fault(path, id, rule, "Name its primary key column")];
    }
    const key = keyOf(columns);
    if (key.length === 1 && key[0] === id) return [];
    if (key.length === 0) {
      const remedy = `Give the table one, for instance: ALTER TABLE ${table} ADD PRIMARY KEY (${id})`;
      return [fault(path, id, `is the id column of ${whose(shape)}, which has no primary key`, remedy)];
    }
    const rule = `is not the primary key of ${whose(shape)}, which is (${key.join(", ")})`;
    const remedy =
      key.length === 1
        ? `Name '${key[0]}'`
        : "Give the table a primary key of one column and keep this one as a UNIQUE key: a document has one id";
    return [fault(path, id, rule, remedy)];
  });
}

/** Fields of a document that are the search engine's own, and what marks a deleted row on its way. */
const TAKEN = new Set([
  ...[
    "_id",
    "_index",
    "_source",
    "_routing",
    "_seq_no",
    "_version",
    "_ignored",
    "_field_names",
    "_nested_path",
  ],
  ...["_doc_count", "_data_stream_timestamp", "_feature", "__deleted"],
]);

/** Faults of columns that can be no fields of a document: their rows would stop the connector or the index. */
export function columnNameFaults(
  path: string,
  { table }: TableSettings,
  shapes: readonly TableShape[],
): Fault[] {
  return shapes.flatMap((shape) =>
    shape.columns
      .filter(({ name }) => TAKEN.has(name) || /^\.|\.\./.test(name))
      .map(({ name }) =>
        fault(
          path,
          table,
          `has a column '${name}' in ${whose(shape)}, a name that a document has no room for`,
          "Rename the column",
        ),
      ),
  );
}

function keyOf(columns: readonly Column[]): string[] {
  return columns
    .filter((column) => column.key !== undefined)
    .sort((a, b) => (a.key ?? 0) - (b.key ?? 0))
    .map((column) => column.name);
}

function whose({ table, shard }: TableShape): string {
  return shard === undefined ? table : `${table} in ${shard}`;
}
