import { setTimeout as pause } from "node:timers/promises";
import { existsSync, readFileSync } from "node:fs";
import { poll } from "../../components/rest";
import { run, tryRun } from "../../toolchain/lib/process";
import { ensureDocker } from "../../toolchain/steps/docker-engine";
import { eventually } from "../eventually";

const TIMEOUT = 120_000;

async function docker(...args: string[]): Promise<string> {
  return (await run("docker", args, { timeout: TIMEOUT })).stdout.trim();
}

async function processOf(container: string): Promise<number> {
  return Number(await docker("inspect", "--format", "{{.State.Pid}}", container));
}

/**
 * Kills the first process of containers, all at the same time, as the kernel does when memory runs out. The engine starts
 * them again by their restart policy: `docker kill` would be a stop that somebody asked for. Needs root on the engine's own machine.
 */
export async function kill(containers: readonly string[]): Promise<void> {
  const processes = await Promise.all(containers.map(processOf));
  for (const id of processes) if (id > 0) process.kill(id, "SIGKILL");
}

export async function stop(container: string): Promise<void> {
  await docker("stop", "--time", "30", container);
}

export async function start(container: string): Promise<void> {
  await docker("start", container);
}

/** Freezes a container for some time: its processes stand still, its connections stay open. */
export async function freeze(container: string, ms: number): Promise<void> {
  // Of a busy container the kernel says now and then that it is "unable to freeze".
  await eventually(`the engine to freeze ${container}`, Date.now() + 10_000, () =>
    docker("pause", container),
  );
  await pause(ms).finally(() => docker("unpause", container));
}

async function addressOf(container: string): Promise<string> {
  const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
  return await docker("inspect", "--format", format, container);
}

/** Lets no packet pass between two containers for some time; nobody is told. Needs root on the engine's own machine. */
export async function cut(one: string, other: string, ms: number): Promise<void> {
  const ends = await Promise.all(
    [
      [one, other],
      [other, one],
    ].map(async ([from = "", to = ""]) => ({ process: await processOf(from), address: await addressOf(to) })),
  );
  const route = (verb: "add" | "del") =>
    Promise.all(
      ends.map(({ process: id, address }) =>
        tryRun("nsenter", [`--net=/proc/${id}/ns/net`, "ip", "route", verb, "blackhole", `${address}/32`], {
          timeout: TIMEOUT,
        }),
      ),
    );
  const added = await route("add");
  const failed = added.find(({ code }) => code !== 0);
  if (failed) {
    await route("del");
    throw new Error(`cannot cut the network between ${one} and ${other}: ${failed.tail}`);
  }
  await pause(ms).finally(() => route("del"));
}

/** Restarts the engine: by systemd where that runs, else by a signal to its process. Needs root on the engine's own machine. */
export async function restartEngine(): Promise<void> {
  if (existsSync("/run/systemd/system")) {
    await run("systemctl", ["restart", "docker"], { timeout: TIMEOUT });
  } else {
    const id = readFileSync("/var/run/docker.pid", "utf8").trim();
    process.kill(Number(id), "SIGTERM");
    await poll({
      what: "the engine to end",
      deadline: Date.now() + TIMEOUT,
      attempt: () => Promise.resolve(existsSync(`/proc/${id}`) ? undefined : true),
    });
  }
  const silent = { note: () => undefined, progress: () => undefined };
  await ensureDocker(silent, true);
}
