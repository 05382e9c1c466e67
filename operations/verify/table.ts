import type { CapturedTable, Environment, Shard } from "../environment";
import type { Difference } from "./compare";
import { readDocuments, type Index } from "./documents";
import { awaitArrival, type Obstacle } from "./flow";
import { recheck, type Sources } from "./recheck";
import { repair } from "./repair";
import { readRows } from "./rows";
import { scanTable, type Progress } from "./scan";
import { readShape } from "./table-shape";

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
  /** What differed before the repair. */
  readonly repaired: readonly Difference[];
  /** Keys that differed at first and were not looked at again, since there were too many. */
  readonly unchecked: number;
  /** What kept what differs from arriving. */
  readonly obstacle?: Obstacle;
  /** Columns whose type is not known. */
  readonly leftOut: readonly string[];
}

export interface Options {
  /** Milliseconds that what was committed may take to arrive. */
  readonly wait: number;
  /** Whether what differs is sent through the pipeline again. */
  readonly repair: boolean;
  readonly progress: Progress;
}

/** Keys that are looked at again and listed; of more it is only told how many. */
const LIMIT = 10_000;

/** Compares a table of a shard with its index while rows are written. @throws when one of them cannot be read. */
export async function verifyTable(
  environment: Environment,
  shard: Shard,
  table: CapturedTable,
  options: Options,
): Promise<TableResult> {
  const { container } = shard;
  const at: Index = { url: environment.urls.search, index: table.index };
  const shape = await readShape(container, table);
  const sources: Sources = {
    readRows: (ids) => readRows(container, shape, ids),
    readDocuments: (ids) => readDocuments(at, shape, ids),
    awaitArrival: (wait) => awaitArrival(environment, shard, table, wait),
  };
  let scan = await scanTable(container, shape, at, options.progress);
  // Too much for a look at each key: a pipeline that is far behind. What is equal needs no wait.
  if (scan.suspects.length > LIMIT) {
    const over = new AbortController().signal;
    await sources.awaitArrival({ over, deadline: Date.now() + options.wait });
    scan = await scanTable(container, shape, at, options.progress);
  }
  const { rows, ranges, documents, suspects } = scan;
  let looked = await recheck(shape, suspects.slice(0, LIMIT), sources, Date.now() + options.wait);
  const before = looked.differences;
  if (options.repair) looked = await repair(environment, shard, table, { shape, sources, at }, looked);
  const left = new Set(looked.differences.map(({ id }) => id));
  return {
    ...{ shard: shard.name, table: table.table, index: table.index, rows, ranges, documents },
    ...{ ...looked, repaired: before.filter(({ id }) => !left.has(id)) },
    ...{ unchecked: Math.max(0, suspects.length - LIMIT), leftOut: shape.leftOut },
  };
}
