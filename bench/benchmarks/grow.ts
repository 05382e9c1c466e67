import { declareProgram } from "../../components/testing/program";
import type { Reporter } from "../../toolchain/lib/reporter";
import { usageOf, total } from "../lib/engine";
import { TimedPulumi } from "../lib/pulumi";
import { inRounds, Notes, type Noted } from "../lib/rounds";
import { whileRunning } from "../lib/sessions";
import { BenchStack } from "../lib/stack";
import { Ours } from "../contenders/ours";
import { inSeconds, latencies } from "../lib/statistics";
import type { OwnBenchmark } from "./up";

/** Numbers of shards whose plan alone is made; a stack takes no more than the last. */
const PLANNED = [10, 100, 1000];
/** Rows that are looked for in the freshness of each size. */
const ROWS = 40;

/** What more shards cost. */
export const grow: OwnBenchmark = {
  settings: ({ rounds, sizes }) => ({ rounds, sizes, planned: PLANNED }),
  run: async ({ rounds, sizes }, reporter, keep) => {
    await inRounds(
      [{ name: "shardview" }],
      rounds,
      async (_, notes) => {
        for (const count of PLANNED) await notes.measure(`plan of ${count}`, () => plan(count));
        await growing(sizes, notes, reporter);
        return notes.compared(undefined);
      },
      keep,
    );
  },
};

async function growing(sizes: readonly number[], notes: Notes, reporter: Reporter): Promise<void> {
  const stack = await BenchStack.open(sizes[0] ?? 1);
  try {
    const pulumi = await TimedPulumi.of(stack, reporter);
    for (const count of sizes) {
      stack.shards = Array.from({ length: count }, (_, i) => stack.shard(i));
      stack.writeConfig();
      await notes.measure(`${count} shards`, () => atSize(stack, pulumi));
    }
  } finally {
    await stack.remove();
  }
}

async function atSize(stack: BenchStack, pulumi: TimedPulumi): Promise<Noted> {
  const upSeconds = await pulumi.up();
  const previewSeconds = await pulumi.time("preview");
  const bench = await stack.describe();
  const others = Object.values(bench.containers);
  const memory = async (names: readonly string[]): Promise<number> =>
    total(await Promise.all(names.map(usageOf))).memoryMiB;
  const samples = await whileRunning(bench, new Ours(bench), async ({ load, prober }) => {
    for (let n = 0; n < ROWS; n += 1) {
      prober.expect(await load.insertOne(n));
      await prober.allSeen(60_000);
    }
    return prober.samples.map(({ committed, visible }) => visible - committed);
  });
  return {
    figures: {
      ...{ upSeconds, previewSeconds, ...latencies(samples) },
      mysqlMiB: await memory(bench.shards.map(({ container }) => container)),
      othersMiB: await memory(others),
    },
  };
}

/** The plan alone: the program against Pulumi's mocks, no engine is asked. */
async function plan(count: number): Promise<Noted> {
  const shards = Array.from({ length: count }, (_, i) => ({
    ...{ name: `shard${i}`, hostPort: 10_000 + i, serverId: 5001 + i },
  }));
  const started = performance.now();
  const [declared] = await declareProgram([{ shards }]);
  if (declared.error !== undefined) throw new Error(declared.error);
  const planSeconds = inSeconds(performance.now() - started);
  return { figures: { planSeconds, resources: declared.resources.length } };
}
