import { deleteIndex } from "../../components/search/client";
import type { Pair } from "../lib/compare";
import { makeDatabase } from "../lib/database";
import { total } from "../lib/engine";
import { makeIndexLike } from "../lib/indexes";
import type { BenchShard, RunningBench } from "../lib/stack";
import type { Supervised } from "../lib/supervised";
import type { Contender, Snapshot, Usage } from "./contender";

/** One shard of a rival: from a database there to an index. */
export interface Task {
  readonly shard: BenchShard;
  /** Place of the shard, from 0. */
  readonly position: number;
  readonly database: string;
  readonly index: string;
}

/** What is particular to a rival. */
export interface Program {
  readonly name: string;
  /** The process of one shard; it goes on where it was when it is started again. */
  readonly process: (task: Task) => Supervised;
  /** Forgets how far a task was. */
  readonly forget: (task: Task) => void;
  /** What all its processes need beside them. */
  readonly service?: Supervised;
}

/** A rival of one process for each shard. */
export class Rival implements Contender {
  readonly name: string;
  readonly database: string;
  readonly searched: string;
  readonly pairs: readonly Pair[];
  private readonly tasks: readonly Task[];
  private readonly processes: readonly Supervised[];
  /** Those of a snapshot. */
  private reading: readonly Supervised[] = [];

  constructor(
    private readonly bench: RunningBench,
    private readonly program: Program,
  ) {
    const { name, process, service } = program;
    this.name = name;
    this.database = name;
    this.searched = `${name}-*`;
    this.tasks = this.tasksOf(name, name);
    this.pairs = this.tasks.map(pairOf);
    this.processes = [...(service ? [service] : []), ...this.tasks.map(process)];
  }

  async prepare(): Promise<void> {
    const { stack, shards } = this.bench;
    await makeDatabase(stack, shards, this.database);
    // A table and indexes of a former run would grow from run to run.
    await this.clear(this.tasks);
    await Promise.all(shards.map((shard) => stack.unlogged(shard, `TRUNCATE ${this.database}.products;`)));
    await this.makeIndexes(this.pairs);
  }

  start(): Promise<void> {
    for (const process of this.processes) process.start();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
  }

  kill(): Promise<void> {
    for (const process of this.processes) if (process !== this.program.service) process.kill();
    return Promise.resolve();
  }

  usage(): Promise<Usage> {
    return Promise.resolve(total([...this.processes, ...this.reading].map((process) => process.usage())));
  }

  trouble(): string | undefined {
    return this.processes.map((process) => process.trouble()).find((trouble) => trouble !== undefined);
  }

  async snapshot(database: string): Promise<Snapshot> {
    const tasks = this.tasksOf(database, `snapshot-${this.name}`);
    const pairs = tasks.map(pairOf);
    await this.clear(tasks);
    await this.makeIndexes(pairs);
    const processes = tasks.map(this.program.process);
    this.reading = processes;
    this.program.service?.start();
    for (const process of processes) process.start();
    const end = async (): Promise<void> => {
      this.reading = [];
      await Promise.all(processes.map((process) => process.stop()));
      await this.clear(tasks);
      await this.program.service?.stop();
    };
    return { pairs, end };
  }

  private tasksOf(database: string, prefix: string): Task[] {
    return this.bench.shards.map((shard, position) => ({
      ...{ shard, position, database, index: `${prefix}-${shard.name}` },
    }));
  }

  private async clear(tasks: readonly Task[]): Promise<void> {
    const url = this.bench.environment.urls.search;
    for (const task of tasks) {
      this.program.forget(task);
      await deleteIndex(url, task.index, Date.now() + 60_000);
    }
  }

  private async makeIndexes(pairs: readonly Pair[]): Promise<void> {
    const { shards, urls } = this.bench.environment;
    const like = shards[0]?.tables[0]?.index ?? "";
    for (const { index } of pairs) await makeIndexLike(urls.search, like, index);
  }
}

function pairOf({ shard: { name, container }, database, index }: Task): Pair {
  return { shard: name, container, table: `${database}.products`, index };
}
