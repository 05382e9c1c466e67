import { setTimeout as pause } from "node:timers/promises";
import { differenceOf, isAnyVersion, noteVersions, type Difference, type Versions } from "./compare";
import type { Obstacle, Wait } from "./flow";
import type { Range } from "./rows";
import type { TableShape } from "./table-shape";

/** What a re-check reads. */
export interface Sources {
  readonly readRows: (ids: readonly string[]) => Promise<Range>;
  readonly readDocuments: (ids: readonly string[]) => Promise<Range>;
  /** Waits until everything that is committed now has arrived. */
  readonly awaitArrival: (wait: Wait) => Promise<Obstacle>;
}

/** What differs still, and what kept a re-check from knowing that for certain. */
export interface Recheck {
  readonly differences: readonly Difference[];
  readonly obstacle: Obstacle;
}

/**
 * Looks again at what differed while rows were written: reads the rows, waits until the pipeline has brought them, reads the
 * documents, which are right as soon as they are as any version of their row. A row that was not written meanwhile and whose document
 * is none of its versions differs; one that was is looked at again, up to the deadline.
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
  const look = async (): Promise<Range> => {
    const documents = await readDocuments(open);
    open = open.filter((id) => !isAnyVersion(versions, id, documents.get(id)));
    return documents;
  };
  const lookAgain = async (): Promise<boolean> => {
    await look();
    return open.length > 0;
  };
  let obstacle: Obstacle;
  noteVersions(versions, open, await readRows(open));
  while (open.length > 0) {
    obstacle = await whileArriving((over) => awaitArrival({ over, deadline }), lookAgain, delay);
    const documents = await look();
    const rows = await readRows(open);
    const settled = noteVersions(versions, open, rows);
    open = open.filter((id) => !isAnyVersion(versions, id, documents.get(id)));
    const over = obstacle !== undefined || Date.now() >= deadline;
    const isDone = (id: string): boolean => over || settled.has(id);
    for (const id of open.filter(isDone)) {
      differences.push(differenceOf(shape, id, rows.get(id), documents.get(id)));
    }
    open = open.filter((id) => !isDone(id));
  }
  return { differences, obstacle };
}

/** Waits for the arrival, and looks now and then meanwhile; ends before it when `look` says that there is no more to see. */
async function whileArriving(
  awaitArrival: (over: AbortSignal) => Promise<Obstacle>,
  look: () => Promise<boolean>,
  delay: number,
): Promise<Obstacle> {
  const over = new AbortController();
  const arrival = awaitArrival(over.signal).finally(() => {
    over.abort();
  });
  // Awaited below; a fault before that is not one that nobody handles.
  arrival.catch(() => undefined);
  try {
    for (let wait = delay; !over.signal.aborted && (await look()); wait = Math.min(wait * 2, 2000)) {
      await pause(wait, undefined, { signal: over.signal }).catch(() => undefined);
    }
  } finally {
    over.abort();
  }
  return await arrival;
}
