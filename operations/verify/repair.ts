import { getConfig } from "../../components/connect/client";
import { sqlIdentifier } from "../../components/quoting";
import { readTables } from "../../components/connect/snapshot-signal";
import type { CapturedTable, Environment, Shard } from "../environment";
import { sendMessages, type Message } from "../kafka";
import type { Difference } from "./compare";
import { readPlaces, type Index } from "./documents";
import { recheck, type Recheck, type Sources } from "./recheck";
import { keyLiteral } from "./rows";
import type { TableShape } from "./table-shape";

/** A row may change while it is repaired; what a repair leaves as it was is not tried again. */
const ROUNDS = 3;

/** Keys of one snapshot: its filter is in every offset that the connector commits meanwhile. */
const KEYS = 1000;

/** Milliseconds for a snapshot and what it brings: on a shard without writes it waits up to a quarter of a minute for a heartbeat of the binlog. */
const PATIENCE = 180_000;

/** A table and how it is looked at. */
export interface Compared {
  readonly shape: TableShape;
  readonly at: Index;
  readonly sources: Sources;
}

/**
 * Sends what differs through the pipeline again, never past it, and looks again. Rows whose document is missing or stale are read by an
 * incremental snapshot with a filter. A document without a row gets the record that the connector writes for a deleted row; should its
 * row have come back meanwhile, the next look finds it missing.
 */
export async function repair(
  environment: Environment,
  shard: Shard,
  table: CapturedTable,
  compared: Compared,
  found: Recheck,
): Promise<Recheck> {
  let looked = found;
  try {
    const tried = new Set<string>();
    for (let round = 0; round < ROUNDS && !looked.obstacle; round += 1) {
      const untried = looked.differences.filter((difference) => !tried.has(JSON.stringify(difference)));
      if (untried.length === 0) break;
      for (const difference of untried) tried.add(JSON.stringify(difference));
      await readAgain(environment, shard, table, compared, untried);
      await deleteSurplus(environment, table, compared, untried);
      const ids = looked.differences.map(({ id }) => id);
      looked = await recheck(compared.shape, ids, compared.sources, Date.now() + PATIENCE);
    }
    return looked;
  } catch (error) {
    return { ...looked, obstacle: `the repair failed: ${(error as Error).message}` };
  }
}

async function readAgain(
  { urls }: Environment,
  { connector }: Shard,
  { table }: CapturedTable,
  { shape }: Compared,
  differences: readonly Difference[],
): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  const keys = differences.filter(({ kind }) => kind !== "surplus").map(({ id }) => keyLiteral(shape, id));
  if (keys.length === 0) return;
  const config = await getConfig(urls.connect, connector, deadline);
  if (!config) throw new Error(`there is no connector '${connector}'`);
  const pattern = table.replaceAll(/[^\w]/g, "\\$&");
  const stream = { url: urls.connect, name: connector, config, signal: { bootstrapServers: urls.kafka } };
  for (let from = 0; from < keys.length; from += KEYS) {
    const filter = `${sqlIdentifier(shape.id.name)} IN (${keys.slice(from, from + KEYS).join(", ")})`;
    await readTables(stream, [pattern], deadline, filter);
  }
}

async function deleteSurplus(
  { urls }: Environment,
  { topic }: CapturedTable,
  { shape, at }: Compared,
  differences: readonly Difference[],
): Promise<void> {
  const ids = differences.filter(({ kind }) => kind === "surplus").map(({ id }) => id);
  if (ids.length === 0) return;
  const places = await readPlaces(at, ids);
  const messages = ids.flatMap((id) =>
    (places.get(id) ?? []).map((partition) => ({ topic, partition, ...deletion(shape, id) })),
  );
  await sendMessages(urls.kafka, messages);
}

/** The record of a deleted row, as the connector writes it and the index takes it. Pure. */
export function deletion({ id }: Pick<TableShape, "id">, value: string): Pick<Message, "key" | "value"> {
  // A whole number as it is, of however many digits.
  const json = /^(tiny|small|medium|big)?int|^year/.test(id.type) ? value : JSON.stringify(value);
  const key = `${JSON.stringify(id.name)}:${json}`;
  return { key: `{${key}}`, value: `{${key},"__deleted":"true"}` };
}
