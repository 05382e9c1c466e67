import type { Reporter } from "../../toolchain/lib/reporter";
import { installPython } from "../rivals/install";
import type { RunningBench } from "../lib/stack";
import type { Contender } from "./contender";
import { Ours } from "./ours";
import { Script } from "./script";

/** Installs the rivals that are asked for, and prepares all contenders: none of them runs. */
export async function makeContenders(
  bench: RunningBench,
  names: readonly string[],
  reporter: Reporter,
): Promise<Contender[]> {
  const contenders: Contender[] = [];
  for (const name of names) contenders.push(await make(bench, name, reporter));
  // Ours stands still too while the others are measured alone.
  if (!names.includes("shardview")) await new Ours(bench).stop();
  for (const contender of contenders) await contender.prepare();
  return contenders;
}

async function make(bench: RunningBench, name: string, reporter: Reporter): Promise<Contender> {
  if (name === "shardview") return new Ours(bench);
  const { python } = await reporter.result(`Rival ${name}`, async (log) => {
    return { python: await installPython(name, log), said: "installed" };
  });
  return new Script(bench, python);
}
