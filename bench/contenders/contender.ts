import type { Pair } from "../lib/compare";
import type { RunningBench } from "../lib/stack";

/** What a contender takes of the machine, beside MySQL and the search engine, which all of them share. */
export interface Usage {
  /** Seconds of processor time until now. */
  readonly cpu: number;
  readonly memoryMiB: number;
}

/** One way from the shards to the search engine. Each has a database and indexes of its own; one at a time runs. */
export interface Contender {
  readonly name: string;
  /** Database in each shard that holds its table `products`. */
  readonly database: string;
  /** What a search over all shards names. */
  readonly searched: string;
  /** Its tables, and their indexes. */
  readonly pairs: readonly Pair[];
  /** Makes what it needs, once; it does not run yet. */
  prepare(): Promise<void>;
  /** Lets it run; that it follows the shards is for the caller to see. */
  start(): Promise<void>;
  /** Lets it stand still; what is written later it takes up when it is started. */
  stop(): Promise<void>;
  /** Ends its reader the hard way. Whatever starts it again in real life does so now. */
  kill(): Promise<void>;
  usage(): Promise<Usage>;
  /** What keeps it from running; undefined while nothing is known. */
  trouble(): string | undefined;
  /** Reads a database in which rows already are, from nothing; `pairs` of it are filled when this returns the function that ends it. */
  snapshot(database: string): Promise<Snapshot>;
}

/** A snapshot that was begun. */
export interface Snapshot {
  readonly pairs: readonly Pair[];
  readonly end: () => Promise<void>;
}

/** Makes a contender of a running stack. */
export type Maker = (bench: RunningBench) => Contender;
