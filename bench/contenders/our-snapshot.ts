import { getConfig, putConfig, remove } from "../../components/connect/client";
import { awaitSnapshot } from "../../components/connect/lifecycle";
import { deleteTopic, ensureTopic } from "../../components/kafka/client";
import { reconcile, removeSeries } from "../../components/search/reconcile";
import type { Environment, Shard } from "../../operations/environment";
import { definitionLike } from "../lib/indexes";
import type { Snapshot } from "./contender";

const PATIENCE = 180_000;
const SNAPSHOT_PATIENCE = 3_600_000;

type Urls = Environment["urls"];

/** What the snapshot of one shard needs. */
interface Part {
  readonly shard: Shard;
  /** Of the connector and the series of its index, and prefix of its topics. */
  readonly name: string;
  readonly topic: string;
  readonly topics: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Reads `database` of each shard by connectors beside those of the stack, with the same settings, into topics and indexes of their own. By
 * the code and in the order of `up`: when a shard's snapshot is over, its index is made and filled.
 */
export async function snapshotLikeUp({ shards, urls }: Environment, database: string): Promise<Snapshot> {
  const run = `snapshot${Date.now().toString(36)}`;
  const parts = shards.map((shard, position) => partOf(run, shard, database, position));
  const end = async (): Promise<void> => {
    for (const part of parts) await removePart(urls, part);
  };
  try {
    for (const part of parts) await makeTopics(urls, part);
    const pairs = await Promise.all(
      parts.map(async (part) => {
        const { name: shard, container } = part.shard;
        await connect(urls, part);
        return { shard, container, table: `${database}.products`, index: await fill(urls, part) };
      }),
    );
    return { pairs, end };
  } catch (error) {
    // Nobody else can: the caller has got nothing to end, and what reads on would slow down whoever comes next.
    await end();
    throw error;
  }
}

async function makeTopics({ kafka }: Urls, { topics }: Part): Promise<void> {
  const config = { "cleanup.policy": "delete", "retention.ms": "-1" };
  for (const name of topics) await ensureTopic(kafka, name, { partitions: 1, config });
}

async function connect({ connect: url }: Urls, { shard, name, settings }: Part): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  const config = await getConfig(url, shard.connector, deadline);
  if (!config) throw new Error(`there is no connector '${shard.connector}'`);
  await putConfig(url, name, { ...config, ...settings }, deadline);
}

/** Gives the name of the index. */
async function fill(urls: Urls, { shard, name, topic }: Part): Promise<string> {
  const url = urls.search;
  const deadline = Date.now() + SNAPSHOT_PATIENCE;
  await awaitSnapshot({ url: urls.connect, name }, deadline);
  const definition = await definitionLike(url, shard.tables[0]?.index ?? "", topic);
  const wanted = { url, series: name, alias: `${name}-products`, definition, skip: [] };
  return (await reconcile({}, wanted, deadline)).index;
}

async function removePart(urls: Urls, { name, topics }: Part): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  await remove(urls.connect, name, deadline);
  await removeSeries(urls.search, name, deadline);
  for (const topic of topics) await deleteTopic(urls.kafka, topic);
}

function partOf(run: string, shard: Shard, database: string, position: number): Part {
  const name = `${run}-${shard.name}`;
  const topic = `${name}.${database}.products`;
  const [history, notifications] = [`${name}-history`, `${name}-notifications`];
  const topics = [topic, history, notifications, `__debezium-heartbeat.${name}`];
  const settings = {
    "database.include.list": database,
    "table.include.list": `${database}\\.products`,
    "topic.prefix": name,
    "database.server.id": String(7001 + position),
    "schema.history.internal.kafka.topic": history,
    "signal.kafka.groupId": name,
    "notification.sink.topic.name": notifications,
  };
  return { shard, name, topic, topics, settings };
}
