import type { Reporter } from "../../toolchain/lib/reporter";
import { installPython, installRedis } from "../rivals/install";
import type { RunningBench } from "../lib/stack";
import type { Contender } from "./contender";
import { Ours } from "./ours";
import { pgsync } from "./pgsync";
import { Rival, type Program } from "./rival";
import { script } from "./script";

/** Installs the rivals that are asked for, and prepares all contenders: none of them runs. */
export async function makeContenders(
  bench: RunningBench,
  names: readonly string[],
  reporter: Reporter,
): Promise<Contender[]> {
  const contenders: Contender[] = [];
  for (const name of names) {
    contenders.push(
      name === "shardview" ? new Ours(bench) : new Rival(bench, await install(bench, name, reporter)),
    );
  }
  // Ours stands still too while the others are measured alone.
  if (!names.includes("shardview")) await new Ours(bench).stop();
  for (const contender of contenders) await contender.prepare();
  return contenders;
}

async function install(bench: RunningBench, name: string, reporter: Reporter): Promise<Program> {
  const { program } = await reporter.result(`Rival ${name}`, async (log) => {
    const python = await installPython(name, log);
    const made = name === "script" ? script(bench, python) : pgsync(bench, python, await installRedis(log));
    return { program: made, said: "installed" };
  });
  return program;
}
