import { getOffsets, getStatus } from "../../components/connect/client";
import { failureTrace, stateOf } from "../../components/connect/rules";
import { poll, retry } from "../../components/rest";
import { refresh } from "../../components/search/client";
import { hasReached, looksBlocked, progress } from "../../components/search/ingestion";
import { getPollers } from "../../components/search/ingestion-client";
import type { CapturedTable, Environment, Shard } from "../environment";
import { topicEnds } from "../kafka";
import { literal, mysqlRows } from "../mysql";
import { confirmedGtids, countTransactions } from "./gtid";

/** How a wait ended: `undefined` when everything has arrived, else what is in the way. */
export type Obstacle = string | undefined;

/** How long a wait may take. */
export interface Wait {
  /** Ends it, whatever has arrived. */
  readonly over: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** The transactions that a shard has committed until now. */
export async function readGtids(container: string): Promise<string> {
  const lines = await mysqlRows(container, "SELECT REPLACE(@@GLOBAL.gtid_executed, '\\n', '');");
  return lines.join("");
}

/**
 * Waits until a table's index has everything that its shard had committed when this was called, or `over` is aborted. What cannot go
 * on by itself ends the wait.
 *
 * Debezium confirms a transaction with the event after it. On a shard without writes that is a heartbeat of the binlog, up to
 * a quarter of a minute later.
 */
export async function awaitArrival(
  environment: Pick<Environment, "urls">,
  shard: Pick<Shard, "container" | "connector">,
  table: CapturedTable,
  { over, deadline }: Wait,
): Promise<Obstacle> {
  try {
    const gtids = await readGtids(shard.container);
    await awaitConnector(environment.urls.connect, shard, gtids, { over, deadline });
    if (over.aborted) return undefined;
    const partitions = (await topicEnds(environment.urls.kafka, [table.topic])).get(table.topic);
    if (!partitions) throw new Error(`there is no topic ${table.topic}`);
    const ends = partitions.map(({ end }) => end);
    await awaitIndex(environment.urls.search, table, ends, { over, deadline });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function awaitConnector(
  url: string,
  { container, connector }: Pick<Shard, "container" | "connector">,
  gtids: string,
  { over, deadline }: Wait,
): Promise<void> {
  await poll({
    what: `connector '${connector}' to read what was committed`,
    deadline,
    attempt: async () => {
      if (over.aborted) return true;
      const status = await getStatus(url, connector, deadline);
      const state = stateOf(status);
      if (status && state === "failed") {
        throw new Error(`connector '${connector}' FAILED: ${failureTrace(status).split("\n")[0] ?? ""}`);
      }
      const confirmed = confirmedGtids(await getOffsets(url, connector, deadline));
      if (confirmed === undefined) throw retry("it has committed no position yet");
      const sql = `SELECT REPLACE(GTID_SUBTRACT(${literal(gtids)}, ${literal(confirmed)}), '\\n', '');`;
      const left = countTransactions((await mysqlRows(container, sql)).join(""));
      if (left === 0) return true;
      const behind = `it has not confirmed ${left} transaction${left === 1 ? "" : "s"}`;
      if (state === "paused" || state === "stopped")
        throw new Error(`connector '${connector}' is ${state}: ${behind}`);
      throw retry(behind);
    },
  });
}

async function awaitIndex(
  url: string,
  { index, topic }: CapturedTable,
  ends: readonly number[],
  { over, deadline }: Wait,
): Promise<void> {
  const started = Date.now();
  const wanted = ends.map((end, shard) => ({
    ...{ shard, paused: false, state: "", lag: 0, polled: 0, processed: 0, failed: 0, unreadable: 0 },
    ...(end > 0 ? { position: end - 1 } : {}),
  }));
  await poll({
    what: `index '${index}' to process topic ${topic} up to ${ends.join(", ")}`,
    deadline,
    attempt: async () => {
      if (over.aborted) return true;
      const pollers = await getPollers(url, index, deadline);
      if (hasReached(pollers, wanted, Date.now() - started)) return true;
      if (pollers.some(({ paused }) => paused)) {
        throw new Error(`the poller of index '${index}' is paused: ${progress(pollers)}`);
      }
      throw retry(`${pollers.some(looksBlocked) ? "a message does not fit: " : ""}${progress(pollers)}`);
    },
  });
  await refresh(url, index, deadline);
}
