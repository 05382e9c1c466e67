import { readFileSync } from "node:fs";
import { Failure } from "./failure";
import { CommandError, run } from "./process";
import type { StepLog } from "./reporter";
import { which } from "./which";

let queue: Promise<unknown> = Promise.resolve();
let listsUpdated = false;

/** Whether packages may be installed without asking: root on Debian or a distribution made from it. */
export function mayInstall(
  osRelease: string = readOsRelease(),
  uid: number | undefined = process.getuid?.(),
): boolean {
  const ids = [...osRelease.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)].flatMap((match) =>
    (match[1] ?? "").replaceAll('"', "").split(" "),
  );
  return uid === 0 && ids.some((id) => id === "debian" || id === "ubuntu");
}

function readOsRelease(): string {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}

async function aptGet(args: readonly string[], log: StepLog): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // The lock may be held by an unattended upgrade; the Dpkg option keeps what a former interruption left from stopping us.
  const options = ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"];
  await run("apt-get", [...args, "--yes", ...options], { env, onLine: log.progress });
}

async function install(packages: readonly string[], log: StepLog): Promise<void> {
  log.note(`installing ${packages.join(", ")} (apt-get)`);
  if (!listsUpdated) {
    // A list that cannot be refreshed is no reason to stop while the packages themselves are still to be had.
    await aptGet(["update"], log).catch((error: unknown) => {
      if (!(error instanceof CommandError)) throw error;
      log.note("apt-get update failed; going on with the package lists as they are");
    });
    listsUpdated = true;
  }
  if (which("dpkg") !== undefined) await run("dpkg", ["--configure", "-a"], { onLine: log.progress });
  await aptGet(["install", "--no-install-recommends", ...packages], log);
}

/**
 * Installs Debian packages; steps that run side by side take turns.
 * @throws Failure when packages may not be installed here, with the given instruction; CommandError when apt fails.
 */
export async function installPackages(
  packages: readonly string[],
  step: string,
  missing: string,
  remedy: string,
  log: StepLog,
): Promise<void> {
  if (!mayInstall()) throw new Failure(step, missing, remedy);
  const turn = queue.then(() => install(packages, log));
  queue = turn.catch(() => undefined);
  await turn;
}
