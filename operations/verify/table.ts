import { countDocuments } from "../../components/search/client";
import type { CapturedTable, Environment, Shard } from "../environment";
import { mysqlRows, quoted } from "../mysql";
import { differingIds, type Difference } from "./compare";
import { readDocuments, readIds, type Index } from "./documents";
import { awaitArrival, readGtids, type Obstacle } from "./flow";
import { recheck } from "./recheck";
import { readRanges, readRows } from "./rows";
import { readShape, type TableShape } from "./table-shape";

/** How a table of a shard compares with its index. */
export interface TableResult {
  readonly shard: string;
  readonly table: string;
  readonly index: string;
  /** Rows that were compared, and the ranges in which they were. */
  readonly rows: number;
  readonly ranges: number;
  readonly documents: number;
  readonly differences: readonly Difference[];
  /** Keys that differed at first and were not looked at again, since there were too many. */
  readonly unchecked: number;
  /** What kept the wait from its end; the comparison was made nevertheless. */
  readonly obstacle?: Obstacle;
  /** Columns whose type is not known. */
  readonly leftOut: readonly string[];
}

export interface Options {
  /** Milliseconds that what was committed may take to arrive. */
  readonly wait: number;
  readonly progress: (done: number, of: number) => void;
}

/** Keys that are looked at again and listed; of more it is only told how many. */
const LIMIT = 10_000;

const after = (milliseconds: number): number => Date.now() + milliseconds;

/** Compares a table of a shard with its index while rows are written. @throws when one of them cannot be read. */
export async function verifyTable(
  environment: Environment,
  shard: Shard,
  table: CapturedTable,
  { wait, progress }: Options,
): Promise<TableResult> {
  const { container } = shard;
  const at: Index = { url: environment.urls.search, index: table.index };
  const shape = await readShape(container, table);
  const gtids = await readGtids(container);
  const arrival = { gtids, nearly: true, deadline: after(wait) };
  const first = await awaitArrival(environment, shard, table, arrival);
  const [count = "0"] = await mysqlRows(container, `SELECT COUNT(*) FROM ${quoted(table.table)};`, 600_000);
  const scan = await compareRanges(container, shape, at, (done) => {
    progress(done, Number(count));
  });
  const documents = await countDocuments(at.url, at.index, after(wait));
  const quiet = (await readGtids(container)) === gtids;
  // Under writes the two counts are of different moments and say nothing.
  const surplus = quiet && documents <= scan.matched ? [] : await idsWithoutRow(container, shape, at);
  const suspects = [...new Set([...scan.differing, ...surplus])];
  const deadline = after(wait);
  const sources = {
    readRows: (ids: readonly string[]) => readRows(container, shape, ids),
    readDocuments: (ids: readonly string[]) => readDocuments(at, shape, ids),
    awaitArrival: async () => {
      const now = await readGtids(container);
      return awaitArrival(environment, shard, table, { gtids: now, nearly: false, deadline });
    },
  };
  const looked = await recheck(shape, suspects.slice(0, LIMIT), sources, deadline);
  return {
    ...{ shard: shard.name, table: table.table, index: table.index },
    ...{ rows: scan.rows, ranges: scan.ranges, documents, differences: looked.differences },
    unchecked: Math.max(0, suspects.length - LIMIT),
    obstacle: looked.differences.length > 0 ? (looked.obstacle ?? first) : first,
    leftOut: shape.leftOut,
  };
}

interface Scan {
  rows: number;
  ranges: number;
  matched: number;
  differing: string[];
}

async function compareRanges(
  container: string,
  shape: TableShape,
  at: Index,
  progress: (done: number) => void,
): Promise<Scan> {
  const scan: Scan = { rows: 0, ranges: 0, matched: 0, differing: [] };
  for await (const rows of readRanges(container, shape)) {
    const differing = differingIds(rows, await readDocuments(at, shape, [...rows.keys()]));
    for (const id of differing) scan.differing.push(id);
    scan.rows += rows.size;
    scan.ranges += 1;
    scan.matched += rows.size - differing.length;
    progress(scan.rows);
  }
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
