import { removalCommands, resourcesOf } from "../lib/engine";
import { labelOf, withoutOrphans, type EngineResource } from "../lib/exported-stack";
import { Failure } from "../lib/failure";
import { backendFolder, backendUrl } from "../lib/pulumi-environment";
import { PulumiCli } from "../lib/pulumi-cli";
import { recover } from "../lib/recovery";
import type { Reporter } from "../lib/reporter";
import { mayKnow, stackName, StackCommands } from "../lib/stack";
import { keepsVolumes } from "../lib/stack-file";
import { dockerStep, ensureDocker } from "../steps/docker-engine";
import { ensurePulumi, pulumiStep } from "../steps/pulumi";

function nothingToDo(stack: string, found: readonly EngineResource[], reporter: Reporter): number {
  reporter.line(`Nothing to do: there is no stack ${stack} in the state.`);
  if (found.length === 0) return 0;
  reporter.line(
    `The engine still has things of a stack of that name (another checkout, or a lost state); to remove them:`,
  );
  for (const command of removalCommands(found)) reporter.line(`  ${command}`);
  return 0;
}

/** @returns what was found, as the last line says it. */
async function checkNothingLeft(stack: string, reporter: Reporter): Promise<string> {
  const left = await resourcesOf(stack);
  const kept = left.filter(({ type }) => type === "volume" && keepsVolumes(stack));
  for (const { name } of kept) reporter.line(`        kept, as protectData asks: volume ${name}`);
  const surplus = left.filter((resource) => !kept.includes(resource));
  if (surplus.length === 0) {
    return kept.length === 0
      ? "no container, network or volume of it is left"
      : "no container or network of it is left, its volumes are kept";
  }
  const names = surplus.map(labelOf).join(", ");
  throw new Failure("destroy", `the engine still has ${names}`, removalCommands(surplus).join("\n"));
}

/**
 * `npm run down`: destroys the stack and proves that nothing of it is left on the engine.
 * Works after a failed or interrupted `up`, and where there is nothing to destroy.
 */
export async function down(reporter: Reporter): Promise<number> {
  const stack = stackName();
  await reporter.step(dockerStep, (log) => ensureDocker(log));
  if (!mayKnow(stack, backendFolder(backendUrl()))) {
    return nothingToDo(stack, await resourcesOf(stack), reporter);
  }
  const pulumi = await reporter.result(pulumiStep, ensurePulumi);
  const commands = new StackCommands(stack, await PulumiCli.open(pulumi, reporter), reporter);
  if (!(await commands.exists())) return nothingToDo(stack, await resourcesOf(stack), reporter);
  const keepVolumes = keepsVolumes(stack);
  const known = await recover(commands, reporter, { volumes: !keepVolumes });
  const own = withoutOrphans(known);
  if (own !== known) await commands.import(own);
  const keep = keepVolumes ? ["--exclude-protected"] : [];
  const remedy = "repair what is named above and run `npm run down` again; it goes on where it stopped";
  await commands.show("destroy", ["destroy", "--yes", "--skip-preview", ...keep], remedy);
  reporter.line(`Stack ${stack} is gone: ${await checkNothingLeft(stack, reporter)}.`);
  return 0;
}
