import { existsSync, readdirSync, readFileSync, rmSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { installPackages } from "../lib/packages";
import { cacheFolder, projectRoot } from "../lib/paths";
import { CommandError, run, tryRun } from "../lib/process";
import type { StepLog } from "../lib/reporter";
import { which } from "../lib/which";

export const baseImageStep = "Base image";
const SILENCE_MS = 15_000;
const PULL_TIMEOUT_MS = 600_000;

/** The Debian suite of all images, from the one place that names versions. */
export function debianSuite(): string {
  const versions = JSON.parse(readFileSync(join(projectRoot, "images/versions.json"), "utf8")) as {
    debian: string;
  };
  return versions.debian;
}

/** The local tag that the images are built from, wherever the base came from. */
export function baseTag(suite: string): string {
  return `shardview/debian:${suite}`;
}

/**
 * The Debian mirror that the machine itself uses, from the text of its apt sources (both formats); undefined when it
 * has none or only Debian's own, which the tool knows, with the suites beside it. Mirrors of snapshots and of the security archive do not serve every suite.
 */
export function hostMirror(sources: string): string | undefined {
  const uris = [...sources.matchAll(/^\s*(?:URIs:|deb(?:\s+\[[^\]]*\])?)\s+(\S+)/gm)].map(
    (match) => match[1] ?? "",
  );
  return uris
    .map((uri) => uri.replace(/\/+$/, ""))
    .find((uri) => /^https?:\/\/.*\/debian$/.test(uri) && !/^https?:\/\/[^/]*\.debian\.org\//.test(uri));
}

function aptSources(): string {
  const folder = "/etc/apt/sources.list.d";
  const listed = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  const files = ["/etc/apt/sources.list", ...listed].filter((file) => /\.(list|sources)$/.test(file));
  return files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

async function isPresent(tag: string): Promise<boolean> {
  return (await tryRun("docker", ["image", "inspect", tag])).code === 0;
}

/** Pulls an image; gives up once the registry has been silent for 15 s, so that an offline machine goes on soon. */
async function pull(image: string, log: StepLog): Promise<boolean> {
  const answered = await tryRun("docker", ["pull", image], {
    silence: SILENCE_MS,
    timeout: PULL_TIMEOUT_MS,
    onLine: log.progress,
  }).catch((error: unknown) => {
    if (error instanceof CommandError) return { code: 1, tail: error.message };
    throw error;
  });
  if (answered.code !== 0)
    log.note(`no registry has ${image} for us (${answered.tail.split("\n").at(-1) ?? ""})`);
  return answered.code === 0;
}

async function bootstrap(suite: string, tag: string, log: StepLog): Promise<void> {
  if (which("mmdebstrap") === undefined) {
    await installPackages(
      ["mmdebstrap", "debian-archive-keyring"],
      baseImageStep,
      `no registry serves debian:${suite}-slim and mmdebstrap is not installed`,
      `make an image registry reachable, or run: docker pull <your mirror>/debian:${suite}-slim && docker tag <your mirror>/debian:${suite}-slim ${tag}`,
      log,
    );
  }
  log.note("bootstrapping it from Debian packages (mmdebstrap)");
  mkdirSync(cacheFolder(), { recursive: true });
  const tar = join(cacheFolder(), `.making-base-${process.pid}.tar`);
  const mirror = hostMirror(aptSources());
  try {
    const args = ["--variant=minbase", suite, tar, ...(mirror === undefined ? [] : [mirror])];
    await run("mmdebstrap", args, { onLine: log.progress });
    await run("docker", ["import", "--change", 'CMD ["bash"]', tar, tag], { onLine: log.progress });
  } finally {
    rmSync(tar, { force: true });
  }
}

/**
 * Makes sure that the local tag of the Debian base is there: taken from a registry when one answers, else bootstrapped.
 * @throws Failure or CommandError when it can be had neither way.
 */
export async function ensureBaseImage(log: StepLog): Promise<string> {
  const suite = debianSuite();
  const tag = baseTag(suite);
  if (await isPresent(tag)) return `${tag}, present`;
  const official = `debian:${suite}-slim`;
  if ((await isPresent(official)) || (await pull(official, log))) {
    await run("docker", ["tag", official, tag]);
    return `${tag}, from ${official}`;
  }
  await bootstrap(suite, tag, log);
  return `${tag}, bootstrapped`;
}
