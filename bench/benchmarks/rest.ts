import { setTimeout as pause } from "node:timers/promises";
import { catalog } from "../../images/catalog";
import { docker } from "../../tests/support/run";
import type { Contender } from "../contenders/contender";
import { usageOf } from "../lib/engine";
import { inRounds, untilDone, type Noted } from "../lib/rounds";
import { whileRunning } from "../lib/sessions";
import type { RunningBench } from "../lib/stack";
import type { Benchmark } from "./benchmark";

/** What everything takes while nothing is written: memory, processor time, and what the images take on the disk. */
export const rest: Benchmark = {
  settings: ({ shards, rounds, warmUp, seconds }) => ({ shards, rounds, warmUp, seconds }),
  run: async ({ bench, contenders, options, keep }) => {
    // What the JVMs of a new stack compile after its start is not rest.
    const afterStart = untilDone(() => pause(options.warmUp * 60_000));
    await inRounds(
      contenders,
      options.rounds,
      async (contender, notes) =>
        await whileRunning(bench, contender, async () => {
          await afterStart();
          await notes.measure("at rest", () => atRest(bench, contender, options.seconds));
          return notes.compared(undefined);
        }),
      keep,
    );
  },
};

async function atRest(bench: RunningBench, contender: Contender, seconds: number): Promise<Noted> {
  const { connect, kafka, watcher, search } = bench.containers;
  const ours = contender.name === "shardview" ? { connect, kafka, watcher } : {};
  const shared = { search, mysql: bench.shards.map(({ container }) => container) };
  const parts = Object.entries({ ...ours, ...shared }).filter(([, name]) => name !== undefined);
  const look = async (): Promise<Look> => ({
    at: performance.now(),
    contender: (await contender.usage()).cpu,
    parts: await Promise.all(
      parts.map(async ([, names]) => await Promise.all([names ?? []].flat().map(usageOf))),
    ),
  });
  const before = await look();
  await pause(seconds * 1000);
  const after = await look();
  const { memoryMiB } = await contender.usage();
  const perPart = parts.flatMap(([part], i) => {
    const [a, b] = [before.parts[i] ?? [], after.parts[i] ?? []];
    const memory = b.reduce((sum, one) => sum + one.memoryMiB, 0);
    const cpu = b.reduce((sum, one) => sum + one.cpu, 0) - a.reduce((sum, one) => sum + one.cpu, 0);
    return [
      [`${part}MiB`, memory],
      [`${part}Cpu`, percent(cpu, after.at - before.at)],
    ];
  });
  const figures = {
    memoryMiB,
    cpu: percent(after.contender - before.contender, after.at - before.at),
    ...(Object.fromEntries(perPart) as Record<string, number>),
  };
  return { figures: { ...figures, ...(contender.name === "shardview" ? await imageSizes() : {}) } };
}

interface Look {
  readonly at: number;
  readonly contender: number;
  readonly parts: readonly (readonly { cpu: number; memoryMiB: number }[])[];
}

/** Of one core, with two digits after the point. */
function percent(cpuSeconds: number, milliseconds: number): number {
  return Math.round((cpuSeconds * 10_000_000) / milliseconds) / 100;
}

/** What the images take together: what several stand on counts once. */
async function imageSizes(): Promise<Record<string, number>> {
  const specs = catalog();
  const size = async (tag: string): Promise<number> =>
    Number(await docker(["image", "inspect", "--format", "{{.Size}}", tag]));
  const bases = new Set(specs.map(({ buildArgs }) => buildArgs["BASE"] ?? ""));
  const own = await Promise.all(
    specs.map(async ({ tag, buildArgs }) => (await size(tag)) - (await size(buildArgs["BASE"] ?? ""))),
  );
  const outside = [...bases].filter((base) => !specs.some(({ tag }) => tag === base));
  const bytes = [...own, ...(await Promise.all(outside.map(size)))].reduce((sum, one) => sum + one, 0);
  return { imagesMB: Math.round(bytes / 1e6) };
}
