import { mkdirSync } from "node:fs";
import { Failure } from "../toolchain/lib/failure";
import type { Reporter } from "../toolchain/lib/reporter";
import { setUp } from "../toolchain/steps";
import type { Benchmark } from "./benchmarks/benchmark";
import { drain } from "./benchmarks/drain";
import { freshness } from "./benchmarks/freshness";
import { parseOptions, type Options } from "./benchmarks/options";
import { makeContenders } from "./contenders/make";
import { newResult, writeResult } from "./lib/results";
import { recover } from "./benchmarks/recover";
import { rest } from "./benchmarks/rest";
import { snapshot } from "./benchmarks/snapshot";
import { render } from "./render/main";
import { BenchStack, type RunningBench } from "./lib/stack";

/** Benchmarks that run on one stack, by their names. */
const BENCHMARKS: Readonly<Record<string, Benchmark>> = { freshness, drain, snapshot, recover, rest };

/** `npm run bench -- [name...] [options]`: measures, and writes `bench/results/<name>.json`. */
export async function bench(reporter: Reporter, args: readonly string[]): Promise<number> {
  const { names, options } = parseOptions(args);
  if (names[0] === "render") {
    await render(options.out);
    reporter.line("docs/benchmarks.md is made anew.");
    return 0;
  }
  const chosen = names.length > 0 ? names : Object.keys(BENCHMARKS);
  const unknown = chosen.find((name) => !(name in BENCHMARKS));
  if (unknown !== undefined) {
    const known = Object.keys(BENCHMARKS).join(", ");
    throw new Failure("bench", `there is no benchmark ${unknown}`, `choose of ${known}`);
  }
  if (options.out !== undefined) mkdirSync(options.out, { recursive: true });
  await setUp(reporter);
  await onStack(reporter, options, async (running) => {
    const contenders = await makeContenders(running, options.contenders, reporter);
    for (const name of chosen) {
      const benchmark = BENCHMARKS[name];
      if (!benchmark) continue;
      reporter.line(`\n== ${name}`);
      const settings = benchmark.settings(options);
      const keep = (measurements: Parameters<typeof newResult>[2]): void =>
        void writeResult(newResult(name, settings, measurements), options.out);
      await benchmark.run({ bench: running, contenders, options, keep });
    }
  });
  reporter.line("\n`npm run bench:render` makes docs/benchmarks.md of the results.");
  return 0;
}

/** Brings the measured stack up for `work`, and removes it afterwards unless it is kept. */
async function onStack(
  reporter: Reporter,
  options: Options,
  work: (running: RunningBench) => Promise<void>,
): Promise<void> {
  const stack = await BenchStack.open(options.shards);
  try {
    const running = await reporter.result("Stack to measure", async () => {
      await stack.bringUp();
      return { ...(await stack.describe()), said: `${options.shards} shards` };
    });
    await work(running);
  } finally {
    if (!options.keep) await stack.remove();
  }
}
