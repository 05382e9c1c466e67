import type { Reporter } from "../../toolchain/lib/reporter";
import { TimedPulumi } from "../lib/pulumi";
import type { Measurement, Result } from "../lib/results";
import { inRounds, type Noted, type Notes } from "../lib/rounds";
import { BenchStack } from "../lib/stack";
import { inSeconds } from "../lib/statistics";
import { Shell } from "../rivals/shell";
import type { Options } from "./options";

/** A benchmark that brings stacks up by itself. */
export interface OwnBenchmark {
  readonly settings: (options: Options) => Result["settings"];
  readonly run: (
    options: Options,
    reporter: Reporter,
    keep: (measurements: readonly Measurement[]) => void,
  ) => Promise<void>;
}

/** How long commands take, with all images built. */
export const up: OwnBenchmark = {
  settings: ({ shards, rounds }) => ({ shards, rounds }),
  run: async (options, reporter, keep) => {
    const shell = await shellOf(options.shards);
    const empty = await TimedPulumi.empty(reporter);
    const contenders = [
      { name: "shardview", run: (notes: Notes) => ours(options.shards, notes, reporter) },
      { name: "shell, in turn", run: (notes: Notes) => byShell(shell, "in-turn", notes) },
      { name: "shell, parallel", run: (notes: Notes) => byShell(shell, "parallel", notes) },
      {
        name: "empty program",
        run: async (notes: Notes) => {
          await notes.measure("no-op up", () => seconds(() => empty.up()));
        },
      },
    ];
    await inRounds(
      contenders,
      options.rounds,
      async ({ run }, notes) => {
        await run(notes);
        return notes.compared(undefined);
      },
      keep,
    );
  },
};

async function seconds(work: () => Promise<number>): Promise<Noted> {
  return { figures: { seconds: await work() } };
}

/** The script, made of a stack that is removed again. */
async function shellOf(shards: number): Promise<Shell> {
  const stack = await BenchStack.open(shards);
  try {
    await stack.up();
    return await Shell.of(await stack.describe());
  } finally {
    await stack.remove();
  }
}

async function ours(shards: number, notes: Notes, reporter: Reporter): Promise<void> {
  const stack = await BenchStack.open(shards);
  try {
    const pulumi = await TimedPulumi.of(stack, reporter);
    const timed = (name: string): Promise<Noted> => notes.measure(name, () => seconds(() => pulumi.up()));
    await timed("first up");
    await timed("no-op up");
    stack.shards.push(stack.shard(shards));
    stack.writeConfig();
    await timed("one shard more");
    stack.settings["connectorConfig"] = { "max.queue.size": "16384" };
    stack.writeConfig();
    await timed("one connector setting");
    await notes.measure("destroy", () => seconds(() => pulumi.time("destroy", "--yes", "--skip-preview")));
  } finally {
    await stack.remove();
  }
}

async function byShell(shell: Shell, mode: "in-turn" | "parallel", notes: Notes): Promise<void> {
  try {
    await notes.measure("first up", async () => ({ figures: await shell.up(mode) }));
  } finally {
    const down = async (): Promise<number> => {
      const started = performance.now();
      await shell.down();
      return inSeconds(performance.now() - started);
    };
    await notes.measure("destroy", () => seconds(down));
  }
}
