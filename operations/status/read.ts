import { getOffsets, getStatus } from "../../components/connect/client";
import { failureTrace, stateOf } from "../../components/connect/rules";
import { sqlTable } from "../../components/quoting";
import { countDocuments } from "../../components/search/client";
import { looksBlocked, type Poller } from "../../components/search/ingestion";
import { causeOf } from "../../components/watcher/causes";
import { getPollers } from "../../components/search/ingestion-client";
import { Interrupted } from "../../toolchain/lib/process";
import type { CapturedTable, Environment, Shard } from "../environment";
import { topicEnds, type TopicEnd } from "../kafka";
import { literal, mysqlRows } from "../mysql";
import { confirmedGtids, countTransactions } from "../verify/gtid";
import type { ConnectorFacts, Fact, MysqlStatus, PollerStatus, TableStatus } from "./facts";

/** Milliseconds that each source has for its answer. */
const PATIENCE = 5000;

async function factOf<T>(read: Promise<T>): Promise<Fact<T>> {
  try {
    return { value: await read };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { error: (error as Error).message };
  }
}

/** Asks everything at once; what does not answer has its error in its place. */
export async function readStatus({
  urls,
  shards,
}: Pick<Environment, "urls" | "shards">): Promise<TableStatus[]> {
  const topics = shards.flatMap(({ tables }) => tables.map(({ topic }) => topic));
  const [ends, perShard] = await Promise.all([
    factOf(topicEnds(urls.kafka, topics, PATIENCE)),
    Promise.all(shards.map(async (shard) => readShard(urls, shard))),
  ]);
  return perShard.flat().map(({ topic: name, settled, ...table }) => {
    const topic = topicFact(ends, name);
    return { ...table, topic, settled: settled && isOld(topic, Date.now()) };
  });
}

/** What is known without Kafka. */
type ShardTable = Omit<TableStatus, "topic"> & { readonly topic: string };

async function readShard(urls: Environment["urls"], shard: Shard): Promise<ShardTable[]> {
  const [mysql, connector, tables] = await Promise.all([
    factOf(readMysql(shard)),
    factOf(readConnector(urls.connect, shard)),
    Promise.all(shard.tables.map((table) => readTable(urls.search, shard, table))),
  ]);
  const after = "value" in mysql ? await factOf(readMysql(shard)) : mysql;
  const still = "value" in mysql && "value" in after && mysql.value.gtids === after.value.gtids;
  const confirmed = "value" in connector && connector.value.unconfirmed === 0;
  return tables.map((table) => {
    const arrived = "value" in table.poller && table.poller.value.lag === 0;
    return { ...table, mysql, connector, settled: still && confirmed && arrived };
  });
}

/** Milliseconds within which what the connector wrote last is surely in the index, and its poller's lag is known. */
const SETTLING = 5000;

function isOld(topic: TableStatus["topic"], now: number): boolean {
  if ("error" in topic) return false;
  const { lastChange } = topic.value;
  return lastChange === undefined || Date.parse(lastChange) < now - SETTLING;
}

async function readMysql({ container }: Shard): Promise<MysqlStatus> {
  const sql = "SHOW BINARY LOG STATUS;";
  const [line = ""] = await mysqlRows(container, sql, PATIENCE);
  const [file = "", position = "", , , gtids = ""] = line.split("\t");
  return { position: `${file}:${position}`, gtids: gtids.replaceAll("\\n", "") };
}

async function readConnector(url: string, { container, connector: name }: Shard): Promise<ConnectorFacts> {
  const deadline = Date.now() + PATIENCE;
  const status = await getStatus(url, name, deadline);
  if (!status) return { name, state: "gone" };
  const state = stateOf(status);
  const failure = state === "failed" ? { failure: causeOf(failureTrace(status)) } : {};
  const [offset = {}, ...others] = await getOffsets(url, name, deadline);
  const confirmed = confirmedGtids([offset, ...others]);
  if (confirmed === undefined) return { name, state, ...failure };
  const sql = `SELECT REPLACE(GTID_SUBTRACT(@@GLOBAL.gtid_executed, ${literal(confirmed)}), '\\n', '');`;
  // MySQL's own silence is told in its own place.
  const left = await factOf(mysqlRows(container, sql, PATIENCE));
  if ("error" in left) return { name, state, ...failure };
  const unconfirmed = countTransactions(left.value.join(""));
  const last = Number(offset["ts_sec"] ?? 0) * 1000;
  const millisecondsBehind = unconfirmed > 1 ? Math.max(0, Date.now() - last) : 0;
  return { name, state, ...failure, unconfirmed, millisecondsBehind };
}

async function readTable(
  url: string,
  { container }: Shard,
  { shard, table, topic, index }: CapturedTable,
): Promise<Omit<ShardTable, "mysql" | "connector" | "settled">> {
  const deadline = Date.now() + PATIENCE;
  const count = mysqlRows(container, `SELECT COUNT(*) FROM ${sqlTable(table)};`, PATIENCE);
  const [poller, rows, documents] = await Promise.all([
    factOf(getPollers(url, index, deadline).then(pollerStatus)),
    factOf(count.then(([rows]) => Number(rows))),
    factOf(countDocuments(url, index, deadline)),
  ]);
  return { shard, table, topic, poller, rows, documents };
}

/** How the pollers of an index do, together. Pure. */
export function pollerStatus(pollers: readonly Poller[]): PollerStatus {
  const lag = pollers.reduce(
    (total, poller) =>
      total + Math.max(poller.lag, 0) + Math.max(poller.polled - (poller.processed - poller.failed), 0),
    0,
  );
  if (pollers.some(looksBlocked)) return { state: "blocked", lag };
  if (pollers.some(({ paused }) => paused)) return { state: "paused", lag };
  const known = pollers.length > 0 && pollers.every((poller) => poller.lag >= 0);
  return { state: known ? "polling" : "starting", lag };
}

function topicFact(
  ends: Fact<ReadonlyMap<string, readonly TopicEnd[]>>,
  topic: string,
): TableStatus["topic"] {
  if ("error" in ends) return ends;
  const partitions = ends.value.get(topic);
  if (!partitions) return { value: { end: 0, gone: true } };
  const last = Math.max(...partitions.map(({ lastTime }) => lastTime ?? 0));
  const end = partitions.reduce((total, partition) => total + partition.end, 0);
  return { value: { end, ...(last > 0 ? { lastChange: new Date(last).toISOString() } : {}) } };
}
