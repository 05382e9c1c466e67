import { rangeChecksum, type Cells, type Range } from "./rows";
import type { TableShape } from "./table-shape";

/** A row and a document that are not the same. */
export interface Difference {
  /** The document's id. */
  readonly id: string;
  /** A row without a document, a document that is not as its row, a document without a row. */
  readonly kind: "missing" | "stale" | "surplus";
  /** The columns that differ, of a stale one. */
  readonly columns?: readonly string[];
}

/** The ids of a range whose documents are not as the rows. Row by row only where the checksums differ. */
export function differingIds(rows: Range, documents: Range): string[] {
  const ids = [...rows.keys()];
  if (rangeChecksum(ids, rows) === rangeChecksum(ids, documents)) return [];
  return ids.filter((id) => !sameCells(rows.get(id), documents.get(id)));
}

/** Whether a row and a document hold the same; undefined stands for one that is not there. */
export function sameCells(row: Cells | undefined, document: Cells | undefined): boolean {
  return JSON.stringify(row) === JSON.stringify(document);
}

/** Says how a row and a document differ. */
export function differenceOf(
  { columns }: Pick<TableShape, "columns">,
  id: string,
  row: Cells | undefined,
  document: Cells | undefined,
): Difference {
  if (!row) return { id, kind: "surplus" };
  if (!document) return { id, kind: "missing" };
  const names = columns.filter((_, position) => row[position] !== document[position]).map(({ name }) => name);
  return { id, kind: "stale", columns: names };
}

/** The versions that a row had while it was looked at again and again; undefined stands for none. */
export type Versions = Map<string, Set<string | undefined>>;

/** Notes the versions that the rows of these ids have now. Gives the ids whose row is as when it was last looked at. */
export function noteVersions(versions: Versions, ids: readonly string[], rows: Range): Set<string> {
  const unchanged = new Set<string>();
  for (const id of ids) {
    const version = rows.has(id) ? JSON.stringify(rows.get(id)) : undefined;
    const seen = versions.get(id) ?? new Set();
    if ([...seen].at(-1) === version && seen.size > 0) unchanged.add(id);
    // Last again: the order is that in which the versions were seen last.
    seen.delete(version);
    versions.set(id, seen.add(version));
  }
  return unchanged;
}

/** Whether a document is as its row was at any time while it was looked at. */
export function isAnyVersion(versions: Versions, id: string, document: Cells | undefined): boolean {
  const text = document === undefined ? undefined : JSON.stringify(document);
  return versions.get(id)?.has(text) ?? false;
}
