import { inspect, resourcesOf } from "./engine";
import { knownOnEngine, labelOf, mountedVolumes, type ExportedStack } from "./exported-stack";
import { Failure } from "./failure";
import { run } from "./process";
import type { Reporter } from "./reporter";
import type { StackCommands } from "./stack";

/** What brings a container back, by its status. */
const VERBS: Readonly<Record<string, string>> = { exited: "start", created: "start", paused: "unpause" };

/**
 * Brings back what was removed or stopped behind Pulumi's back, which `up` does not look for. A stopped container is started. One that is gone is taken
 * out of the state, so that `up` makes it anew over its volumes. A volume that is gone took its data along: that is a person's to decide.
 *
 * @returns whether services may have yet to start.
 * @throws Failure that names the volumes that are gone.
 */
export async function revive(
  commands: StackCommands,
  exported: ExportedStack,
  reporter: Reporter,
): Promise<boolean> {
  // By name alone: a volume may be older than its label.
  const there = (await resourcesOf()).map(labelOf);
  const known = knownOnEngine(exported);
  const gone = known.filter((resource) => !there.includes(labelOf(resource)));
  const mounted = mountedVolumes(exported);
  const volumes = gone.filter(({ type, name }) => type === "volume" && mounted.has(name));
  if (volumes.length > 0) throw dataGone(volumes.map(({ name }) => name));
  for (const resource of gone) reporter.line(`        ${labelOf(resource)} is gone: it is made anew`);
  if (gone.length > 0) await commands.refresh(gone.map(({ urn }) => urn));
  const containers = known.filter(({ type }) => type === "container").map(({ name }) => name);
  return (await startStopped(containers, reporter)) || gone.length > 0;
}

function dataGone(volumes: readonly string[]): Failure {
  return new Failure(
    "Stack",
    `the engine has not got what the state says that it has: volume ${volumes.join(", volume ")}`,
    "if they are on another engine, name it by DOCKER_HOST or `docker context use`; if they were removed, what they held is lost, and " +
      "`npm run down` and `npm start` begin anew. MySQL's rows are in the volumes named after shards: save first what is left of them",
  );
}

/** Only of these containers: the state knows no other, and what it does not know is not ours to start. */
async function startStopped(containers: readonly string[], reporter: Reporter): Promise<boolean> {
  let started = false;
  for (const [name, { State }] of await inspect(containers)) {
    const verb = VERBS[State.Status];
    if (verb === undefined) continue;
    await run("docker", [verb, name]);
    reporter.line(`        container ${name} was ${State.Status}: docker ${verb}`);
    started = true;
  }
  return started;
}
