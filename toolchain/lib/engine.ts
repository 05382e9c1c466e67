import type { EngineResource } from "./exported-stack";
import { run, tryRun } from "./process";

const LISTS: Record<EngineResource["type"], { list: string[]; remove: string[] }> = {
  container: { list: ["ps", "--all", "--format", "{{.Names}}"], remove: ["rm", "--force", "--volumes"] },
  network: { list: ["network", "ls", "--format", "{{.Name}}"], remove: ["network", "rm"] },
  volume: { list: ["volume", "ls", "--format", "{{.Name}}"], remove: ["volume", "rm"] },
};

/** The containers, networks and volumes on the engine that carry `shardview.stack=<stack>`; all of them when no stack is named. */
export async function resourcesOf(stack?: string): Promise<EngineResource[]> {
  const filter = stack === undefined ? [] : ofStack(stack);
  const found: EngineResource[] = [];
  for (const type of ["container", "network", "volume"] as const)
    found.push(...(await list(type, ...filter)).map((name) => ({ type, name })));
  return found;
}

/** The containers of a stack that were made and never started. */
export async function neverStarted(stack: string): Promise<EngineResource[]> {
  const names = await list("container", ...ofStack(stack), "--filter", "status=created");
  return names.map((name) => ({ type: "container", name }));
}

function ofStack(stack: string): string[] {
  return ["--filter", `label=shardview.stack=${stack}`];
}

/** Names of what the engine has. */
async function list(type: EngineResource["type"], ...filters: string[]): Promise<string[]> {
  const { stdout } = await run("docker", [...LISTS[type].list, ...filters]);
  return stdout.split("\n").filter((name) => name !== "");
}

export async function removeResource({ type, name }: EngineResource): Promise<void> {
  await run("docker", [...LISTS[type].remove, name]);
}

/** The command a person would type to remove the resources. */
export function removalCommands(resources: readonly EngineResource[]): string[] {
  return (["container", "network", "volume"] as const).flatMap((type) => {
    const names = resources.filter((resource) => resource.type === type).map(({ name }) => name);
    return names.length === 0 ? [] : [["docker", ...LISTS[type].remove, ...names].join(" ")];
  });
}

/** The parts of `docker inspect` that tell how a container is doing. */
export interface InspectedContainer {
  readonly Name: string;
  readonly RestartCount: number;
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly Error?: string;
    readonly OOMKilled?: boolean;
    readonly Health?: { readonly Status: string };
  };
}

/** What is wrong with a container, or undefined when it runs and is not unhealthy. */
export function complaint({ State, RestartCount }: InspectedContainer): string | undefined {
  const ended = `exit code ${State.ExitCode}${State.OOMKilled === true ? ", killed for lack of memory" : ""}`;
  if (State.Status !== "running") {
    return [State.Status, ended, State.Error ?? ""].filter((part) => part !== "").join(", ");
  }
  if (State.Health?.Status === "unhealthy") return "running, but unhealthy";
  return RestartCount > 0 ? `running, restarted ${RestartCount} times` : undefined;
}

/** How these containers are doing, by name; one that is gone is left out. */
export async function inspect(names: readonly string[]): Promise<Map<string, InspectedContainer>> {
  if (names.length === 0) return new Map();
  const { stdout } = await tryRun("docker", ["container", "inspect", ...names]);
  const containers = JSON.parse(stdout) as InspectedContainer[];
  return new Map(containers.map((container) => [container.Name.replace(/^\//, ""), container]));
}

/** Names every container of the stack that is not well, with its state and its last 20 log lines. */
export async function describeTrouble(stack: string): Promise<string[]> {
  const lines: string[] = [];
  for (const [name, container] of await inspect(await list("container", ...ofStack(stack)))) {
    const wrong = complaint(container);
    if (wrong === undefined) continue;
    const said: string[] = [];
    await tryRun("docker", ["logs", "--tail", "20", name], { onLine: (line) => said.push(line) });
    lines.push(
      `container ${name}: ${wrong}; its last lines:`,
      ...said.slice(-20).map((line) => `    ${line}`),
    );
  }
  return lines;
}
