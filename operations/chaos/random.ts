import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A sequence of numbers that a seed repeats. */
export interface Random {
  /** A whole number, both ends included. */
  between(from: number, to: number): number;
  pick<T>(values: readonly T[]): T;
}

/** The sequence of a seed: a number of 32 bits. */
export function seeded(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const between = (from: number, to: number): number => uniformInt(generator, from, to);
  return {
    between,
    pick: (values) => {
      const value = values[between(0, values.length - 1)];
      if (value === undefined) throw new Error("nothing to pick from");
      return value;
    },
  };
}
