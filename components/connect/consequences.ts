import type { Inputs } from "./inputs";
import { RECORD_SETTINGS } from "./requirements";
import { readsRows } from "./losses";
import { capturedTables, tablesOnlyIn } from "./tables";

type Change = (olds: Inputs, news: Inputs, rows: Record<string, number>) => string | undefined;

/**
 * What a change of the inputs does to the data, one sentence for each kind of change; nothing when it does nothing.
 * `rows` are counts by `database.table`, as far as they are known. Pure.
 */
export function consequences(olds: Inputs, news: Inputs, rows: Record<string, number> = {}): string[] {
  return changes.flatMap((change) => change(olds, news, rows) ?? []);
}

const rename: Change = (olds, news, rows) => {
  if (olds.name === news.name) return undefined;
  return `Another name is another connector: '${olds.name}' is deleted with its offsets, and '${news.name}' ${rereads(news, rows)}; a row deleted between the two stays in the topics.`;
};

const prefix: Change = (olds, news, rows) => {
  const [from, to] = setting("topic.prefix", olds, news);
  if (from === to) return undefined;
  return `topic.prefix '${from}' -> '${to}' begins a new stream: it ${rereads(news, rows)} into topics '${to}.*', and topics '${from}.*' get no more changes.`;
};

const reset: Change = (olds, news, rows) => {
  if (news.offsetsReset <= olds.offsetsReset) return undefined;
  return `offsetsReset ${olds.offsetsReset} -> ${news.offsetsReset} stops it and forgets its position: it ${rereads(news, rows)}; a row deleted meanwhile stays in the topics, unless they are emptied too.`;
};

const serverId: Change = (olds, news) => {
  const [from, to] = setting("database.server.id", olds, news);
  if (from === to) return undefined;
  return `database.server.id ${from} -> ${to} makes it another replica for MySQL: it goes on where it was, and no row is read again.`;
};

const server: Change = (olds, news) => {
  const [host, newHost] = setting("database.hostname", olds, news);
  const [port, newPort] = setting("database.port", olds, news);
  if (host === newHost && port === newPort) return undefined;
  return `It moves from ${host}:${port} to ${newHost}:${newPort} with its position: it goes on if that server has the same transactions (GTIDs), else it FAILS until offsetsReset is raised.`;
};

const history: Change = (olds, news) => {
  const [from, to] = setting("schema.history.internal.kafka.topic", olds, news);
  if (from === to) return undefined;
  return `The schema history moves from '${from}' to '${to}': it is built from the tables as they are now.`;
};

const added: Change = (olds, news, rows) => {
  const tables = tablesOnlyIn(news, olds);
  if (tables.length === 0) return undefined;
  return news.signal
    ? `${named(tables)} is new to it: ${counted(tables, rows)} are read by an incremental snapshot while the stream goes on.`
    : `${named(tables)} is new to it: rows that are there already are not read.`;
};

const removed: Change = (olds, news) => {
  const tables = tablesOnlyIn(olds, news);
  if (tables.length === 0) return undefined;
  return `${named(tables)} is taken from it: changes there are no longer captured, and what the topic holds stays.`;
};

const snapshotMode: Change = (olds, news) => {
  const [from, to] = setting("snapshot.mode", olds, news, "initial");
  if (from === to) return undefined;
  return to === "always"
    ? `snapshot.mode '${from}' -> 'always' reads all rows at every start.`
    : `snapshot.mode '${from}' -> '${to}' counts when it next starts without a position: nothing is read now.`;
};

const generation: Change = (olds, news, rows) => {
  if (news.snapshot <= olds.snapshot) return undefined;
  return `snapshot ${olds.snapshot} -> ${news.snapshot} reads ${counted(capturedTables(news), rows)} again by an incremental snapshot while the stream goes on.`;
};

const state: Change = (olds, news) => {
  if (olds.state === news.state) return undefined;
  if (news.state !== "running")
    return `It is ${news.state}: changes wait in the binlog of MySQL, and are lost when it purges them before the connector runs again.`;
  return ["paused", "stopped"].includes(olds.state)
    ? "It runs again from where it was."
    : `It is ${olds.state} now: what FAILED is restarted.`;
};

const records: Change = (olds, news) => {
  const keys = [...new Set([...Object.keys(olds.config), ...Object.keys(news.config)])];
  const changed = keys.filter(
    (key) =>
      olds.config[key] !== news.config[key] && (RECORD_SETTINGS.includes(key) || /^transforms\./.test(key)),
  );
  if (changed.length === 0) return undefined;
  return `${changed.join(", ")}: records change their shape from now on; those in the topics keep theirs until snapshot is raised.`;
};

const changes = [
  rename,
  prefix,
  reset,
  serverId,
  server,
  history,
  added,
  removed,
  snapshotMode,
  generation,
  records,
  state,
];

function setting(key: string, olds: Inputs, news: Inputs, byDefault = ""): [string, string] {
  return [olds.config[key] ?? byDefault, news.config[key] ?? byDefault];
}

function rereads(news: Inputs, rows: Record<string, number>): string {
  return readsRows(news)
    ? `reads ${counted(capturedTables(news), rows)} again`
    : "reads no row that is there now";
}

function counted(tables: string[], rows: Record<string, number>): string {
  const counts = tables.map((table) => rows[plain(table)]);
  const known = counts.every((count) => count !== undefined);
  const count = known ? counts.reduce((sum, each) => sum + each, 0).toLocaleString("en") : "all";
  return `${count} rows of ${named(tables)}`;
}

function named(tables: string[]): string {
  return tables.map((table) => (table === ".*" ? "every table" : plain(table))).join(", ");
}

/** `database.table`, for a pattern that is one. */
function plain(table: string): string {
  return table.replaceAll("\\.", ".");
}
