import { sqlTable } from "../../components/quoting";
import { countDocuments } from "../../components/search/client";
import { mysqlRows } from "../mysql";
import { differingIds } from "./compare";
import { readDocuments, readIds, type Index } from "./documents";
import { readGtids } from "./flow";
import { readRanges, readRows } from "./rows";
import type { TableShape } from "./table-shape";

const READ_TIMEOUT = 60_000;

/** Told how many rows are compared, and about how many there are. */
export type Progress = (done: number, of: number) => void;

/** What a table and its index look like at first sight. */
export interface Scan {
  rows: number;
  ranges: number;
  documents: number;
  /** Ids of what differs at first sight. */
  suspects: string[];
}

/** Compares all ranges, then looks for documents without a row. Each is looked at once, while rows are written. */
export async function scanTable(
  container: string,
  shape: TableShape,
  at: Index,
  progress: Progress,
): Promise<Scan> {
  const gtids = await readGtids(container);
  const [count = "0"] = await mysqlRows(container, `SELECT COUNT(*) FROM ${sqlTable(shape.table)};`, 600_000);
  const scan: Scan = { rows: 0, ranges: 0, documents: 0, suspects: [] };
  progress(0, Number(count));
  for await (const rows of readRanges(container, shape)) {
    const differing = differingIds(rows, await readDocuments(at, shape, [...rows.keys()]));
    for (const id of differing) scan.suspects.push(id);
    scan.rows += rows.size;
    scan.ranges += 1;
    progress(scan.rows, Number(count));
  }
  const matched = scan.rows - scan.suspects.length;
  scan.documents = await countDocuments(at.url, at.index, Date.now() + READ_TIMEOUT);
  // Under writes the two counts are of different moments and say nothing.
  const quiet = (await readGtids(container)) === gtids;
  if (quiet && scan.documents <= matched) return scan;
  const known = new Set(scan.suspects);
  for (const id of await idsWithoutRow(container, shape, at)) if (!known.has(id)) scan.suspects.push(id);
  return scan;
}

/** The documents that have no row: every id of the index is asked for in the shard. */
async function idsWithoutRow(container: string, shape: TableShape, at: Index): Promise<string[]> {
  const missing: string[] = [];
  for await (const ids of readIds(at)) {
    const rows = await readRows(container, shape, ids);
    for (const id of ids) if (!rows.has(id)) missing.push(id);
  }
  return missing;
}
