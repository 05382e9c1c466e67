import { existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { answers, download } from "../lib/download";
import { sha256, textKey } from "../lib/hash";
import { makeFolderOnce } from "../lib/install-folder";
import { cacheFolder, projectRoot } from "../lib/paths";
import { run, tryRun } from "../lib/process";
import type { StepLog } from "../lib/reporter";
import { cliFits, pulumiVersions } from "../lib/versions";
import { which } from "../lib/which";
import { buildPart, gather, goPart, partFolder } from "./go-parts";

/** A CLI that can run the program. */
export interface Cli {
  readonly command: string;
  readonly version: string;
  /** Folders that go before PATH. */
  readonly path: readonly string[];
}

/** What is built where the official CLI cannot be had. `language-nodejs` starts `language-host`, see its main.go. */
const CLI_PARTS = ["pulumi", "language-nodejs", "language-host"] as const;
const LANGUAGE_HOST = "pulumi-language-nodejs";
/** Ships inside the npm package; an official CLI brings its own. */
const DYNAMIC_PROVIDER = join(projectRoot, "node_modules/@pulumi/pulumi/pulumi-resource-pulumi-nodejs");
/** Folder of the program that runs a policy pack for a CLI of ours, whose language host is too old to. */
const POLICY_RUNNER = join(projectRoot, "policy/built-cli");
const DOWNLOAD_SITE = "https://get.pulumi.com";

/** Whether the vendor's download site answers; false within five seconds on a machine without one. */
export function siteAnswers(): Promise<boolean> {
  return answers(`${DOWNLOAD_SITE}/`);
}

/** An installed CLI of a fitting version with its Node language host; undefined when PATH has none. */
export async function findInstalledCli(path: string = process.env.PATH ?? ""): Promise<Cli | undefined> {
  const command = which("pulumi", path);
  if (command === undefined) return undefined;
  const beside = [dirname(command), dirname(realpathSync(command))];
  if (which(LANGUAGE_HOST, [...beside, path].join(delimiter)) === undefined) return undefined;
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { code, stdout } = await tryRun(command, ["version"], { env, timeout: 20_000 });
  const version = stdout.trim().replace(/^v/, "");
  return code === 0 && cliFits(version) ? { command, version, path: [] } : undefined;
}

function cliIn(folder: string, version: string): Cli {
  return { command: join(folder, "pulumi"), version, path: [folder] };
}

function downloadFolder(version: string, cache: string): string {
  return join(cache, "pulumi", `official-${version}-${process.platform}-${process.arch}`);
}

export function isDownloaded(): boolean {
  return existsSync(downloadFolder(pulumiVersions().sdk, cacheFolder()));
}

/** The checksum that a list of `<sha256>  <file>` lines gives for a file; undefined when the list lacks it. */
export function checksumOf(file: string, list: string): string | undefined {
  const entries = list.split("\n").map((line) => line.trim().split(/\s+/));
  return entries.find(([, name]) => name === file)?.[0];
}

/**
 * Downloads the official CLI of a version and verifies it against the vendor's list of SHA-256 sums.
 * @returns undefined when the site does not have it for this platform.
 * @throws Error when the checksum differs.
 */
export async function downloadedCli(
  log: StepLog,
  { version, site, cache } = { version: pulumiVersions().sdk, site: DOWNLOAD_SITE, cache: cacheFolder() },
): Promise<Cli | undefined> {
  const archive = `pulumi-v${version}-${process.platform}-${process.arch}.tar.gz`;
  const folder = downloadFolder(version, cache);
  const complete = await makeFolderOnce(folder, async (unfinished) => {
    const [file, list] = [join(unfinished, archive), join(unfinished, "checksums.txt")];
    log.note(`downloading ${archive}`);
    if (!(await download(`${site}/releases/sdk/pulumi-${version}-checksums.txt`, list))) return false;
    if (!(await download(`${site}/releases/sdk/${archive}`, file))) return false;
    const [wanted, found] = [checksumOf(archive, readFileSync(list, "utf8")), await sha256(file)];
    if (wanted !== found) {
      throw new Error(`${archive} has the checksum ${found}, its vendor's list says ${wanted ?? "nothing"}`);
    }
    await run("tar", [
      "--extract",
      "--gzip",
      "--strip-components=1",
      "--file",
      file,
      "--directory",
      unfinished,
    ]);
    return true;
  });
  return complete ? cliIn(folder, version) : undefined;
}

function builtFolder(): string {
  const parts = CLI_PARTS.map((name) => partFolder(goPart(name)));
  return join(
    cacheFolder(),
    "pulumi",
    `built-${textKey([...parts, readFileSync(DYNAMIC_PROVIDER, "utf8")])}`,
  );
}

export function isBuilt(): boolean {
  return existsSync(builtFolder());
}

/**
 * Builds the CLI and its language host from Go modules. They and the provider of dynamic resources end up as files of
 * one folder: what lies beside the CLI is its own, anything else found on PATH gets a warning in every run.
 */
export async function builtCli(log: StepLog): Promise<Cli> {
  const folder = builtFolder();
  await makeFolderOnce(folder, async (unfinished) => {
    const programs: string[] = [];
    for (const name of CLI_PARTS) programs.push(await buildPart(goPart(name), log));
    gather(unfinished, [...programs, DYNAMIC_PROVIDER]);
    return true;
  });
  const { command, version, path } = cliIn(folder, goPart("pulumi").version.replace(/^v/, ""));
  return { command, version, path: [...path, POLICY_RUNNER] };
}
