import { userHome, type PulumiInstallation } from "../lib/pulumi-environment";
import type { StepLog } from "../lib/reporter";
import { pulumiVersions } from "../lib/versions";
import {
  builtCli,
  downloadedCli,
  findInstalledCli,
  isBuilt,
  isDownloaded,
  siteAnswers,
  type Cli,
} from "./pulumi-cli";
import { hasPlugins, installOfficialPlugins, officialHome, ownPluginsHome } from "./pulumi-plugins";

export const pulumiStep = "Pulumi";

/** Where the CLI comes from. */
export type CliSource = "installed" | "download" | "build";

const ORIGIN: Record<CliSource, string> = {
  installed: "installed",
  download: "official download",
  build: "own build",
};

/**
 * Decides where the CLI comes from: an installed one that fits, else what a former run has put into the cache, else the
 * official download, else a build from Go modules. The site is asked only when nothing is there yet.
 */
export async function chooseCli(
  found: { installed: boolean; downloaded: boolean; built: boolean },
  siteIsThere: () => Promise<boolean>,
): Promise<CliSource> {
  if (found.installed) return "installed";
  if (found.downloaded) return "download";
  if (found.built) return "build";
  return (await siteIsThere()) ? "download" : "build";
}

async function obtainCli(log: StepLog): Promise<{ cli: Cli; source: CliSource }> {
  const installed = await findInstalledCli();
  const found = { installed: installed !== undefined, downloaded: isDownloaded(), built: isBuilt() };
  const source = await chooseCli(found, siteAnswers);
  if (installed !== undefined) return { cli: installed, source };
  const downloaded = source === "download" ? await downloadedCli(log) : undefined;
  return downloaded === undefined
    ? { cli: await builtCli(log), source: "build" }
    : { cli: downloaded, source: "download" };
}

/**
 * Obtains the CLI, its Node language host and the docker and command plugins; installs only what is missing. Official
 * plugins are preferred; a built CLI means that the site does not answer, so they are not asked for again.
 * @throws Failure or CommandError when a part can be had in no way.
 */
export async function ensurePulumi(log: StepLog): Promise<PulumiInstallation & { said: string }> {
  const versions = pulumiVersions();
  const { cli, source } = await obtainCli(log);
  const named = `CLI ${cli.version} (${ORIGIN[source]}), plugins docker ${versions.docker} and command ${versions.command}`;
  const installation = { cli: cli.command, path: cli.path };
  const home = source === "installed" ? userHome() : officialHome(versions);
  if (
    hasPlugins(home, versions) ||
    (source !== "build" && (await installOfficialPlugins(cli, home, versions, log)))
  ) {
    const said = `${named} (official)`;
    return { ...installation, home: source === "installed" ? undefined : home, said };
  }
  const own = await ownPluginsHome(cli, log);
  return { ...installation, home: own, said: `${named} (own builds: the official ones cannot be had here)` };
}
