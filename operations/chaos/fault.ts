import type { Environment, Shard } from "../environment";
import type { Random } from "./random";

/** What a fault is done to. */
export interface Scene {
  readonly environment: Environment;
  readonly random: Random;
  readonly seed: number;
}

/** One way to break an environment. It ends when nothing is done any more; what follows is recovery. */
export interface Fault {
  readonly name: string;
  /** A sentence for the report. */
  readonly what: string;
  /** @returns what was broken this time. */
  readonly break: (scene: Scene) => Promise<string>;
  /** Of a fault that no environment gets over by itself: the command that cures the shard that {@link Fault.break} names. */
  readonly cure?: (shard: string) => string;
  /** Whether the environment is another one afterwards, with other indexes. A cure always leaves such a one. */
  readonly renews?: true;
  /** Breaks more than the environment: played only when it is asked for by name. */
  readonly byName?: true;
}

/** One of the shards. */
export const shardOf = ({ environment, random }: Scene): Shard => random.pick(environment.shards);
