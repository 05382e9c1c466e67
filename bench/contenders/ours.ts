import { getConfig, getStatus, putConfig, remove, setState } from "../../components/connect/client";
import { awaitSnapshot } from "../../components/connect/lifecycle";
import { stateOf } from "../../components/connect/rules";
import { deleteTopic, ensureTopic } from "../../components/kafka/client";
import { poll, retry } from "../../components/rest";
import { reconcile, removeSeries } from "../../components/search/reconcile";
import { kill } from "../../operations/chaos/engine";
import type { Pair } from "../lib/compare";
import { total, usageOf } from "../lib/engine";
import { definitionLike } from "../lib/indexes";
import type { Shard } from "../../operations/environment";
import type { RunningBench } from "../lib/stack";
import type { Contender, Snapshot, Usage } from "./contender";

const PATIENCE = 180_000;
const SNAPSHOT_PATIENCE = 3_600_000;

/** This project: the running stack. It stands still while its connectors are stopped. */
export class Ours implements Contender {
  readonly name = "shardview";
  readonly database = "products";
  readonly searched = "products";
  readonly pairs: readonly Pair[];

  constructor(private readonly bench: RunningBench) {
    this.pairs = bench.environment.shards.flatMap(({ name, container, tables }) =>
      tables.map(({ table, index }) => ({ shard: name, container, table, index })),
    );
  }

  async prepare(): Promise<void> {
    await this.stop();
  }

  async start(): Promise<void> {
    await this.all("running");
  }

  async stop(): Promise<void> {
    await this.all("stopped");
  }

  async kill(): Promise<void> {
    await kill([this.bench.containers["connect"] ?? ""]);
  }

  async usage(): Promise<Usage> {
    const { connect, kafka, watcher } = this.bench.containers;
    const names = [connect, kafka, watcher].filter((name) => name !== undefined);
    return total(await Promise.all(names.map(usageOf)));
  }

  /** What fails shows in the wait for its rows: the watcher starts it again. */
  trouble(): undefined {
    return undefined;
  }

  /**
   * Connectors beside those of the stack, with the same settings, and topics and indexes of their own. By the code and in the
   * order of `up`: when a shard's snapshot is over, its index is made and filled.
   */
  async snapshot(database: string): Promise<Snapshot> {
    const run = `snapshot${Date.now().toString(36)}`;
    const parts = this.bench.environment.shards.map((shard, position) =>
      partOf(run, shard, database, position),
    );
    const end = async (): Promise<void> => {
      for (const part of parts) await this.removePart(part);
    };
    try {
      for (const part of parts) await this.makeTopics(part);
      const pairs = await Promise.all(
        parts.map(async (part) => {
          const { name: shard, container } = part.shard;
          await this.connect(part);
          return { shard, container, table: `${database}.products`, index: await this.fill(part) };
        }),
      );
      return { pairs, end };
    } catch (error) {
      // Nobody else can: the caller has got nothing to end, and what reads on would slow down whoever comes next.
      await end();
      throw error;
    }
  }

  private async makeTopics({ topics }: Part): Promise<void> {
    const config = { "cleanup.policy": "delete", "retention.ms": "-1" };
    for (const name of topics)
      await ensureTopic(this.bench.environment.urls.kafka, name, { partitions: 1, config });
  }

  /** Gives the name of the index. */
  private async fill({ shard, name, topic }: Part): Promise<string> {
    const { search: url, connect } = this.bench.environment.urls;
    const deadline = Date.now() + SNAPSHOT_PATIENCE;
    await awaitSnapshot({ url: connect, name }, deadline);
    const definition = await definitionLike(url, shard.tables[0]?.index ?? "", topic);
    const wanted = { url, series: name, alias: `${name}-products`, definition, skip: [] };
    return (await reconcile({}, wanted, deadline)).index;
  }

  private async connect({ shard, name, settings }: Part): Promise<void> {
    const url = this.bench.environment.urls.connect;
    const deadline = Date.now() + PATIENCE;
    const config = await getConfig(url, shard.connector, deadline);
    if (!config) throw new Error(`there is no connector '${shard.connector}'`);
    await putConfig(url, name, { ...config, ...settings }, deadline);
  }

  private async removePart({ name, topics }: Part): Promise<void> {
    const { connect, kafka, search } = this.bench.environment.urls;
    const deadline = Date.now() + PATIENCE;
    await remove(connect, name, deadline);
    await removeSeries(search, name, deadline);
    for (const topic of topics) await deleteTopic(kafka, topic);
  }

  private async all(state: "running" | "stopped"): Promise<void> {
    const { urls, shards } = this.bench.environment;
    const deadline = Date.now() + PATIENCE;
    for (const { connector } of shards) await setState(urls.connect, connector, state, deadline);
    for (const { connector } of shards) {
      await poll({
        what: `connector '${connector}' to be ${state}`,
        deadline,
        attempt: async () => {
          const status = await getStatus(urls.connect, connector, deadline);
          if (stateOf(status) === state) return true;
          throw retry(`it is ${stateOf(status)}`);
        },
      });
    }
  }
}

/** What the snapshot of one shard needs. */
interface Part {
  readonly shard: Shard;
  /** Of the connector and the series of its index, and prefix of its topics. */
  readonly name: string;
  readonly topic: string;
  readonly topics: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
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
