import { existsSync } from "node:fs";
import { join } from "node:path";
import { makeFolderOnce } from "../lib/install-folder";
import { textKey } from "../lib/hash";
import { cacheFolder } from "../lib/paths";
import { run, tryRun } from "../lib/process";
import type { StepLog } from "../lib/reporter";
import type { PulumiVersions } from "../lib/versions";
import { buildPart, goPart, partFolder } from "./go-parts";
import { siteAnswers, type Cli } from "./pulumi-cli";

const INSTALL_TIMEOUT_MS = 600_000;

function plugins(versions: PulumiVersions): [name: string, version: string][] {
  return [
    ["docker", versions.docker],
    ["command", versions.command],
  ];
}

function environment(cli: Cli, home: string): NodeJS.ProcessEnv {
  const path = [...cli.path, process.env.PATH ?? ""].join(":");
  return { ...process.env, PATH: path, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
}

/** Whether a PULUMI_HOME holds both plugins in the versions of the SDKs. */
export function hasPlugins(home: string, versions: PulumiVersions): boolean {
  return plugins(versions).every(([name, version]) =>
    existsSync(join(home, "plugins", `resource-${name}-v${version}`)),
  );
}

/** Where the official plugins go with a CLI that we downloaded. */
export function officialHome(versions: PulumiVersions): string {
  return join(cacheFolder(), "pulumi-home", `official-docker-${versions.docker}-command-${versions.command}`);
}

/** Installs the official plugins; false when they are not to be had. */
export async function installOfficialPlugins(
  cli: Cli,
  home: string,
  versions: PulumiVersions,
  log: StepLog,
): Promise<boolean> {
  const redirected = process.env.PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES !== undefined;
  if (!redirected && !(await siteAnswers())) return false;
  for (const [name, version] of plugins(versions)) {
    log.note(`installing the plugin ${name} ${version}`);
    const args = ["plugin", "install", "resource", name, version];
    const options = { env: environment(cli, home), timeout: INSTALL_TIMEOUT_MS, onLine: log.progress };
    const { code, tail } = await tryRun(cli.command, args, options);
    if (code !== 0) {
      log.note(`it is not to be had: ${tail.split("\n").at(-1) ?? ""}`);
      return false;
    }
  }
  return true;
}

/**
 * Builds our own plugins and installs them into a PULUMI_HOME of their own: in the user's they would, under the same
 * name and version, be taken by every other project too.
 * @returns that PULUMI_HOME.
 */
export async function ownPluginsHome(cli: Cli, log: StepLog): Promise<string> {
  const parts = [goPart("docker"), goPart("command")];
  const key = textKey(parts.map((part) => partFolder(part)));
  const home = join(cacheFolder(), "pulumi-home", `own-${key}`);
  await makeFolderOnce(home, async (unfinished) => {
    for (const part of parts) {
      const args = ["plugin", "install", "resource", part.name, part.version, "--file"];
      const options = { env: environment(cli, unfinished), onLine: log.progress };
      await run(cli.command, [...args, await buildPart(part, log)], options);
    }
    return true;
  });
  return home;
}
