import type { Contender } from "../contenders/contender";
import type { Measurement, Result } from "../lib/results";
import type { RunningBench } from "../lib/stack";
import type { Options } from "./options";

/** What a benchmark gets to work with. */
export interface Work {
  readonly bench: RunningBench;
  readonly contenders: readonly Contender[];
  readonly options: Options;
  /** Keeps what was measured until now, so that a fault later on does not lose it. */
  readonly keep: (measurements: readonly Measurement[]) => void;
}

/** A benchmark of the contenders on a stack that runs. */
export interface Benchmark {
  readonly settings: (options: Options) => Result["settings"];
  readonly run: (work: Work) => Promise<void>;
}
