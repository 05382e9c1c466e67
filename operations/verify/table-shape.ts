import { readLiveTables, type Column } from "../../components/live-columns";
import type { CapturedTable } from "../environment";
import { formOf, namesDocuments, type ColumnForm } from "./column-values";

/** A column with the form in which both sides are compared. */
export interface ComparedColumn {
  readonly name: string;
  readonly form: ColumnForm;
}

/** A table as it is compared. */
export interface TableShape {
  readonly table: string;
  readonly id: ComparedColumn & { readonly type: string };
  readonly columns: readonly ComparedColumn[];
  /** Columns whose type is not known: they are left out. */
  readonly leftOut: readonly string[];
}

/** How a table with these columns is compared. @throws when its documents cannot be told from its rows. Pure. */
export function shapeOf(table: string, columns: readonly Column[]): TableShape {
  if (columns.length === 0) throw new Error(`there is no table ${table}`);
  const key = columns.filter((column) => column.key !== undefined);
  const [id] = key;
  const form = id && formOf(id.type);
  if (!id || !form || key.length > 1 || !namesDocuments(id.type)) {
    const names = key.map(({ name, type }) => `${name} ${type}`).join(", ");
    throw new Error(`the primary key (${names}) of ${table} does not name documents`);
  }
  const forms = columns.map(({ name, type, notNull }) => ({ name, form: formOf(type, notNull) }));
  return {
    table,
    id: { name: id.name, form, type: id.type },
    columns: forms.filter((column): column is ComparedColumn => column.form !== undefined),
    leftOut: forms.filter((column) => column.form === undefined).map(({ name }) => name),
  };
}

/** Reads the columns of a table from its running shard. @throws when MySQL does not answer, or as {@link shapeOf}. */
export async function readShape(container: string, { shard, table }: CapturedTable): Promise<TableShape> {
  const shapes = await readLiveTables(shard, container, [table]);
  if (!shapes) throw new Error(`MySQL in ${container} does not answer`);
  return shapeOf(table, shapes.find((shape) => shape.table === table)?.columns ?? []);
}
