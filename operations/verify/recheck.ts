import { setTimeout as pause } from "node:timers/promises";
import { differenceOf, isAnyVersion, noteVersions, type Difference, type Versions } from "./compare";
import type { Obstacle } from "./flow";
import type { Range } from "./rows";
import type { TableShape } from "./table-shape";

/** What a re-check reads. */
export interface Sources {
  readonly readRows: (ids: readonly string[]) => Promise<Range>;
  readonly readDocuments: (ids: readonly string[]) => Promise<Range>;
  /** Waits until everything that is committed now has arrived. */
  readonly awaitArrival: () => Promise<Obstacle>;
}

/** What differs still, and what kept a re-check from knowing that for certain. */
export interface Recheck {
  readonly differences: readonly Difference[];
  readonly obstacle: Obstacle;
}

/**
 * Looks again at what differed while rows were written: reads the rows, waits until the pipeline has brought them, reads the
 * documents. A row that was not written meanwhile and whose document is none of its versions differs; one that was is looked at
 * again, up to the deadline.
 */
export async function recheck(
  shape: TableShape,
  ids: readonly string[],
  { readRows, readDocuments, awaitArrival }: Sources,
  deadline: number,
  delay = 250,
): Promise<Recheck> {
  const versions: Versions = new Map();
  const differences: Difference[] = [];
  let open = [...ids];
  let obstacle: Obstacle;
  noteVersions(versions, open, await readRows(open));
  for (let wait = delay; open.length > 0; wait = Math.min(wait * 2, 2000)) {
    obstacle = await awaitArrival();
    const documents = await readDocuments(open);
    const rows = await readRows(open);
    open = open.filter((id) => !isAnyVersion(versions, id, documents.get(id)));
    const settled = noteVersions(versions, open, rows);
    open = open.filter((id) => !isAnyVersion(versions, id, documents.get(id)));
    const over = obstacle !== undefined || Date.now() >= deadline;
    const isDone = (id: string): boolean => over || settled.has(id);
    for (const id of open.filter(isDone)) {
      differences.push(differenceOf(shape, id, rows.get(id), documents.get(id)));
    }
    open = open.filter((id) => !isDone(id));
    if (open.length > 0) await pause(wait);
  }
  return { differences, obstacle };
}
