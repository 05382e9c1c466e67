import type { Environment, Shard } from "../environment";
import type { Random } from "./random";

/** What a fault is done to. */
export interface Scene {
  readonly environment: Environment;
  /** Containers by what they are: `connect`, `kafka`, `search`; the shards' are in the environment. */
  readonly container: (service: string) => string;
  readonly random: Random;
}

/** One way to break an environment. It ends when nothing is done any more; what follows is recovery. */
export interface Fault {
  readonly name: string;
  /** A sentence for the report. */
  readonly what: string;
  /** @returns what was broken this time. */
  readonly break: (scene: Scene) => Promise<string>;
}

/** One of the shards. */
export const shardOf = ({ environment, random }: Scene): Shard => random.pick(environment.shards);
