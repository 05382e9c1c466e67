import { getStatus, setState } from "../../components/connect/client";
import { stateOf } from "../../components/connect/rules";
import { poll, retry } from "../../components/rest";
import { kill } from "../../operations/chaos/engine";
import type { Pair } from "../lib/compare";
import { total, usageOf } from "../lib/engine";
import type { RunningBench } from "../lib/stack";
import type { Contender, Snapshot, Usage } from "./contender";
import { snapshotLikeUp } from "./our-snapshot";

const PATIENCE = 180_000;

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

  snapshot(database: string): Promise<Snapshot> {
    return snapshotLikeUp(this.bench.environment, database);
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
