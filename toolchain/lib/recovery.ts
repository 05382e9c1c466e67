import { neverStarted, removeResource, resourcesOf } from "./engine";
import {
  knownOnEngine,
  labelOf,
  unfinishedCreations,
  withoutPendingOperations,
  type EngineResource,
  type ExportedStack,
} from "./exported-stack";
import type { Reporter } from "./reporter";
import type { StackCommands } from "./stack";

/**
 * Clears up after an `up` or `destroy` that was killed half-way. What it was just creating is on the engine but not in
 * the state: the next `up` would fail because the name is taken, and `destroy` would leave it behind. Only things that
 * the state says were being created and that carry the stack's label are removed. Volumes hold data and creating one
 * again is harmless, so they are removed only on request.
 *
 * An engine that goes away may have made a container whose making then failed for the `up`: such a one is in neither, and was
 * never started.
 *
 * @returns the stack as it is then.
 */
export async function recover(
  commands: StackCommands,
  reporter: Reporter,
  options: { volumes: boolean },
): Promise<ExportedStack> {
  const exported = await commands.export();
  const known = knownOnEngine(exported).map(labelOf);
  for (const resource of await neverStarted(commands.stack))
    if (!known.includes(labelOf(resource))) await remove(resource, reporter);
  if ((exported.deployment?.pending_operations ?? []).length === 0) return exported;
  reporter.line("        an earlier run was interrupted; clearing up what it left half-made");
  const wanted = unfinishedCreations(exported).map(labelOf);
  for (const resource of await resourcesOf(commands.stack)) {
    if (!wanted.includes(labelOf(resource)) || (resource.type === "volume" && !options.volumes)) continue;
    await remove(resource, reporter);
  }
  const cleared = withoutPendingOperations(exported);
  await commands.import(cleared);
  return cleared;
}

async function remove(resource: EngineResource, reporter: Reporter): Promise<void> {
  await removeResource(resource);
  reporter.line(`        removed ${labelOf(resource)}`);
}
