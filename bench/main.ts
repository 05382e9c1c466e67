import { Failure } from "../toolchain/lib/failure";
import type { Reporter } from "../toolchain/lib/reporter";
import { setUp } from "../toolchain/steps";
import type { Benchmark } from "./benchmarks/benchmark";
import { drain } from "./benchmarks/drain";
import { freshness } from "./benchmarks/freshness";
import { parseOptions, type Options } from "./benchmarks/options";
import { grow } from "./benchmarks/grow";
import { up, type OwnBenchmark } from "./benchmarks/up";
import { makeContenders } from "./contenders/make";
import { newResult, writeResult, type Measurement, type Result } from "./lib/results";
import { recover } from "./benchmarks/recover";
import { rest } from "./benchmarks/rest";
import { snapshot } from "./benchmarks/snapshot";
import { render } from "./render/main";
import { BenchStack, type RunningBench } from "./lib/stack";

/**
 * Benchmarks of the contenders on one stack, by their names, in the order in which all of them run: at rest is a stack that has
 * done nothing yet, and what leaves many rows comes last, because pgsync passes over all of them again and again.
 */
const SHARED: Readonly<Record<string, Benchmark>> = { rest, freshness, recover, drain, snapshot };
/** Benchmarks that bring stacks up by themselves. */
const OWN: Readonly<Record<string, OwnBenchmark>> = { up, grow };

/** `npm run bench -- [name...] [options]`: measures, and writes `bench/results/<name>.json`. */
export async function bench(reporter: Reporter, args: readonly string[]): Promise<number> {
  const { names, options } = parseOptions(args);
  if (names[0] === "render") {
    await render(options.out);
    reporter.line("docs/benchmarks.md is made anew.");
    return 0;
  }
  const known = [...Object.keys(SHARED), ...Object.keys(OWN)];
  const chosen = names.length > 0 ? names : known;
  const unknown = chosen.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Failure("bench", `there is no benchmark ${unknown}`, `choose of ${known.join(", ")}`);
  }
  await setUp(reporter);
  const shared = chosen.filter((name) => name in SHARED);
  if (shared.length > 0) await runShared(shared, options, reporter);
  for (const name of chosen) {
    const own = OWN[name];
    if (!own) continue;
    reporter.line(`\n== ${name}`);
    await own.run(options, reporter, keeper(name, own.settings(options), options));
  }
  reporter.line("\n`npm run bench:render` makes docs/benchmarks.md of the results.");
  return 0;
}

async function runShared(names: readonly string[], options: Options, reporter: Reporter): Promise<void> {
  await onStack(reporter, options, async (running) => {
    const contenders = await makeContenders(running, options.contenders, reporter);
    for (const name of names) {
      const benchmark = SHARED[name];
      if (!benchmark) continue;
      reporter.line(`\n== ${name}`);
      const settings = { ...benchmark.settings(options), profile: options.profile };
      const keep = keeper(name, settings, options);
      await benchmark.run({ bench: running, contenders, options, keep });
    }
  });
}

/** Writes the result down after each contender's turn. */
function keeper(
  name: string,
  settings: Result["settings"],
  { out }: Options,
): (measurements: readonly Measurement[]) => void {
  return (measurements) => void writeResult(newResult(name, settings, measurements), out);
}

/** Brings the measured stack up for `work`, and removes it afterwards unless it is kept. */
async function onStack(
  reporter: Reporter,
  options: Options,
  work: (running: RunningBench) => Promise<void>,
): Promise<void> {
  const stack = await BenchStack.open(options.shards, { profile: options.profile });
  try {
    const running = await reporter.result("Stack to measure", async () => {
      await stack.up();
      return { ...(await stack.describe()), said: `${options.shards} shards` };
    });
    await work(running);
  } finally {
    if (!options.keep) await stack.remove();
  }
}
