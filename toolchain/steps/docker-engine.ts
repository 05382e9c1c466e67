import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../lib/failure";
import { installPackages, mayInstall } from "../lib/packages";
import { cacheFolder } from "../lib/paths";
import { run, tryRun } from "../lib/process";
import type { StepLog } from "../lib/reporter";
import { which } from "../lib/which";

export const dockerStep = "Docker engine";
const START_TIMEOUT_MS = 60_000;
const REMEDY =
  "install and start Docker (https://docs.docker.com/engine/install), or set DOCKER_HOST to an engine that is reachable";

interface Answer {
  readonly version?: string;
  readonly reason: string;
}

async function askEngine(): Promise<Answer> {
  const asked = ["version", "--format", "{{.Server.Version}}"];
  const { code, stdout, tail } = await tryRun("docker", asked, { timeout: 20_000 });
  return code === 0 ? { version: stdout.trim(), reason: "" } : { reason: tail };
}

async function waitForEngine(logFile: string, hasEnded: () => boolean): Promise<string> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const { version, reason } = await askEngine();
    if (version !== undefined) return version;
    if (hasEnded() || performance.now() > deadline) {
      const said = readFileSync(logFile, "utf8").trim().split("\n").slice(-20).join("\n");
      const verdict = hasEnded()
        ? "dockerd ended at once"
        : `dockerd was started but does not answer: ${reason}`;
      throw new Failure(dockerStep, `${verdict}\n${said}`, REMEDY);
    }
    await sleep(500);
  }
}

/** Starts the installed engine: by systemd where that runs, else as a process of its own that outlives this one. */
async function startEngine(log: StepLog): Promise<string> {
  const folder = cacheFolder();
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, "dockerd.log");
  const output = openSync(logFile, "w");
  let ended = false;
  if (existsSync("/run/systemd/system")) {
    log.note("starting the engine (systemctl start docker)");
    await run("systemctl", ["start", "docker"], { onLine: log.progress });
  } else {
    log.note(`starting dockerd, its log is ${logFile}`);
    const engine = spawn("dockerd", [], { detached: true, stdio: ["ignore", output, output] });
    for (const event of ["error", "exit"]) engine.once(event, () => (ended = true));
    engine.unref();
  }
  closeSync(output);
  return waitForEngine(logFile, () => ended);
}

async function needCli(log: StepLog): Promise<void> {
  if (which("docker") !== undefined) return;
  const packages = ["docker.io", "iptables"];
  await installPackages(packages, dockerStep, "the `docker` command is not installed", REMEDY, log);
}

/**
 * Makes sure that the `docker` command is there and its engine answers; an engine that is reachable is taken as it is.
 * @returns what was found, for the step's line.
 * @throws Failure when no engine answers and none may be started here.
 */
export async function ensureDocker(log: StepLog, mayStart: boolean = mayInstall()): Promise<string> {
  await needCli(log);
  const { version, reason } = await askEngine();
  if (version !== undefined) return `${version}, running`;
  const named = process.env.DOCKER_HOST ?? process.env.DOCKER_CONTEXT;
  if (named !== undefined && named !== "") {
    throw new Failure(dockerStep, reason, `make ${named} answer, or unset DOCKER_HOST and DOCKER_CONTEXT`);
  }
  if (!mayStart) throw new Failure(dockerStep, reason, REMEDY);
  if (which("dockerd") === undefined || which("iptables") === undefined) {
    await installPackages(["docker.io", "iptables"], dockerStep, reason, REMEDY, log);
  }
  return `${await startEngine(log)}, started`;
}

/**
 * The address that the Docker provider must use. It knows DOCKER_HOST and the default socket only, the `docker` command
 * also knows contexts (Docker Desktop, rootless, Colima): the address of the current one is handed over.
 */
export async function dockerHost(): Promise<string | undefined> {
  if (process.env.DOCKER_HOST !== undefined && process.env.DOCKER_HOST !== "") return process.env.DOCKER_HOST;
  if (which("docker") === undefined) return undefined;
  const asked = ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"];
  const { code, stdout } = await tryRun("docker", asked, { timeout: 20_000 });
  const host = stdout.trim();
  return code !== 0 || host === "" || host === "unix:///var/run/docker.sock" ? undefined : host;
}
