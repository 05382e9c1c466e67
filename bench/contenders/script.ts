import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { deleteIndex } from "../../components/search/client";
import { cacheFolder, projectRoot } from "../../toolchain/lib/paths";
import type { Pair } from "../lib/compare";
import { makeDatabase, READER } from "../lib/database";
import { total } from "../lib/engine";
import { makeIndexLike } from "../lib/indexes";
import type { BenchShard, RunningBench } from "../lib/stack";
import { Supervised } from "../lib/supervised";
import type { Contender, Snapshot, Usage } from "./contender";

const SCRIPT = join(projectRoot, "bench", "rivals", "script", "script.py");

/** The script that a team would write: one process for each shard. */
export class Script implements Contender {
  readonly name = "script";
  readonly database = "script";
  readonly searched = "script-*";
  readonly pairs: readonly Pair[];
  private readonly processes: readonly Supervised[];
  private readonly folder: string;

  constructor(
    private readonly bench: RunningBench,
    /** Folder of the Python that has its packages. */
    private readonly python: string,
  ) {
    this.folder = join(cacheFolder(), "bench", "script", bench.stack.name);
    this.pairs = bench.shards.map((shard) => pairOf(shard, this.database, "script"));
    this.processes = bench.shards.map((shard, i) => this.process(shard, i, this.database, "script"));
  }

  async prepare(): Promise<void> {
    await makeDatabase(this.bench.stack, this.bench.shards, this.database);
    await this.makeIndexes(this.pairs);
    mkdirSync(this.folder, { recursive: true });
  }

  start(): Promise<void> {
    for (const process of this.processes) process.start();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
  }

  kill(): Promise<void> {
    for (const process of this.processes) process.kill();
    return Promise.resolve();
  }

  usage(): Promise<Usage> {
    return Promise.resolve(total(this.processes.map((process) => process.usage())));
  }

  async snapshot(database: string): Promise<Snapshot> {
    const prefix = "snapshot-script";
    const { shards, environment } = this.bench;
    const pairs = shards.map((shard) => pairOf(shard, database, prefix));
    const remove = async (): Promise<void> => {
      for (const { index, shard } of pairs) {
        rmSync(this.positionFile(prefix, shard), { force: true });
        await deleteIndex(environment.urls.search, index, Date.now() + 60_000);
      }
    };
    await remove();
    await this.makeIndexes(pairs);
    const processes = shards.map((shard, i) => this.process(shard, i, database, prefix));
    for (const process of processes) process.start();
    const end = async (): Promise<void> => {
      await Promise.all(processes.map((process) => process.stop()));
      await remove();
    };
    return { pairs, end };
  }

  private process(shard: BenchShard, position: number, database: string, prefix: string): Supervised {
    const mysql = { host: "127.0.0.1", port: shard.port, user: READER.user, password: READER.password };
    const index = `${prefix}-${shard.name}`;
    const { search } = this.bench.environment.urls;
    const settings = [mysql, database, index, this.positionFile(prefix, shard.name), 8001 + position, search];
    const args = [SCRIPT, ...settings.map((one) => JSON.stringify(one))];
    return new Supervised(join(this.python, "python"), args, join(this.folder, `${index}.log`));
  }

  private positionFile(prefix: string, shard: string): string {
    return join(this.folder, `${prefix}-${shard}.position`);
  }

  private async makeIndexes(pairs: readonly Pair[]): Promise<void> {
    const { shards, urls } = this.bench.environment;
    const like = shards[0]?.tables[0]?.index ?? "";
    for (const { index } of pairs) await makeIndexLike(urls.search, like, index);
  }
}

function pairOf({ name, container }: BenchShard, database: string, prefix: string): Pair {
  return { shard: name, container, table: `${database}.products`, index: `${prefix}-${name}` };
}
