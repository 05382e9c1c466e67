import { setTimeout as pause } from "node:timers/promises";
import axios from "axios";
import { sqlTable } from "../../components/quoting";
import { tryRun } from "./process";
import {
  allWell,
  type ConnectorFacts,
  type ShardOutputs,
  type StackFacts,
  type StackOutputs,
  type TableFacts,
} from "./summary";

const TIMEOUT_MS = 10_000;
const UNKNOWN: ConnectorFacts = { state: "unknown", well: false };

async function getJson(url: string): Promise<unknown> {
  return (await axios.get<unknown>(url, { timeout: TIMEOUT_MS })).data;
}

/** `RUNNING` when the connector and all its tasks run, else every state in words. */
export function connectorState(status: {
  connector: { state: string };
  tasks: readonly { id: number; state: string }[];
}): string {
  const states = [status.connector.state, ...status.tasks.map(({ state }) => state)];
  if (status.tasks.length > 0 && states.every((state) => state === "RUNNING")) return "RUNNING";
  const tasks = status.tasks.map(({ id, state }) => `task ${id} ${state}`);
  return [status.connector.state, ...(tasks.length === 0 ? ["no task"] : tasks)].join(", ");
}

async function readConnector(outputs: StackOutputs, { connector }: ShardOutputs): Promise<ConnectorFacts> {
  const url = `${outputs.urls.connect}/connectors/${encodeURIComponent(connector)}/status`;
  try {
    const state = connectorState((await getJson(url)) as Parameters<typeof connectorState>[0]);
    return { state, well: !/FAILED|RESTARTING|UNASSIGNED/.test(state) };
  } catch (error) {
    return { state: (error as Error).message, well: false };
  }
}

/** Counts the rows inside the shard's container, with the password that only the container knows. */
async function countRows({ container }: ShardOutputs, table: string): Promise<number | string> {
  const script =
    'MYSQL_PWD=$(cat "$MYSQL_ROOT_PASSWORD_FILE") exec mysql --user=root --batch --skip-column-names -e "$1"';
  const sql = `SELECT COUNT(*) FROM ${sqlTable(table)}`;
  const args = ["exec", container, "sh", "-c", script, "sh", sql];
  const { code, stdout, tail } = await tryRun("docker", args, { timeout: TIMEOUT_MS * 3 });
  return code === 0 ? Number(stdout.trim()) : (tail.split("\n").at(-1) ?? "unknown");
}

async function countDocuments(outputs: StackOutputs, index: string): Promise<number | string> {
  try {
    const counted = (await getJson(`${outputs.urls.search}/${encodeURIComponent(index)}/_count`)) as {
      count: number;
    };
    return counted.count;
  } catch (error) {
    return (error as Error).message;
  }
}

async function readShard(outputs: StackOutputs, shard: string, of: ShardOutputs): Promise<TableFacts[]> {
  return Promise.all(
    of.tables.map(async (table, position) => ({
      shard,
      table,
      rows: await countRows(of, table),
      documents: await countDocuments(outputs, of.indexes[position] ?? ""),
    })),
  );
}

/** Asks the running services what the summary shows; a service that does not answer is told as such, not thrown. */
export async function readFacts(outputs: StackOutputs): Promise<StackFacts> {
  const shards = Object.entries(outputs.shards);
  const states = await Promise.all(shards.map(([, shard]) => readConnector(outputs, shard)));
  const tables = await Promise.all(shards.map(([name, shard]) => readShard(outputs, name, shard)));
  return {
    connectors: Object.fromEntries(shards.map(([name], position) => [name, states[position] ?? UNKNOWN])),
    tables: tables.flat(),
  };
}

/** As {@link readFacts}, once all is well, or as it is at the deadline (as `Date.now()` tells it). */
export async function readSettledFacts(outputs: StackOutputs, deadline: number): Promise<StackFacts> {
  for (;;) {
    const facts = await readFacts(outputs);
    if (allWell(facts) || Date.now() >= deadline) return facts;
    await pause(1_000);
  }
}
