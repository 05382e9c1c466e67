import { spawn } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import {
  compareWithLock,
  describeReport,
  formatLock,
  hashArtifacts,
  type LockEntry,
  lockFile,
  readLock,
} from "./lock";
import versionsFile from "./versions.json";

/** Images whose context holds artefacts; each has a Maven module of that name. */
export const imagesWithArtifacts = ["connect", "kafka", "search"] as const;

const LAST_LINES = 20;
const LISTED_FILES = 10;

/** Arguments of `mvn`: the versions become the properties that the modules use. */
export function mavenArguments(versions: Record<string, string>, pom: string): string[] {
  const properties = Object.entries(versions).map(([key, value]) => `-D${key}.version=${value}`);
  return ["--batch-mode", "--file", pom, ...properties.sort(), "package"];
}

/**
 * Puts the Java artefacts into the build contexts, as `images/artifacts.sha256` lists them; returns at once when they
 * are there. They are downloaded next to the contexts, compared with the lock and only then moved in, so an interrupted
 * run leaves nothing that a later one would take for good.
 * @param log takes Maven's progress, line by line
 * @throws Error with Maven's last lines, or with the files that differ from the lock
 */
export async function fetchArtifacts(log: (line: string) => void): Promise<void> {
  const lock = readLock();
  if (differences(lock, await hashArtifacts(__dirname, imagesWithArtifacts)).length === 0) return;
  const target = await download(log);
  const faults = differences(lock, await hashArtifacts(target, imagesWithArtifacts));
  if (faults.length > 0) throw new Error(lockFailure(faults));
  moveIntoContexts(target, __dirname);
}

/** Downloads the artefacts and writes their checksums into the lock: the step after a change of `versions.json`. */
export async function writeLock(log: (line: string) => void): Promise<void> {
  const target = await download(log);
  writeFileSync(lockFile, formatLock(await hashArtifacts(target, imagesWithArtifacts)));
  moveIntoContexts(target, __dirname);
}

/** What a user is told when downloaded files are not those of the lock. */
export function lockFailure(faults: readonly string[]): string {
  const more = faults.length > LISTED_FILES ? [`... and ${faults.length - LISTED_FILES} more`] : [];
  return [
    "the downloaded artefacts are not those of images/artifacts.sha256:",
    ...faults.slice(0, LISTED_FILES).map((fault) => `  ${fault}`),
    ...more.map((line) => `  ${line}`),
    "After a change of images/versions.json run `npm run lock-artifacts`; else do not trust the repository they came from.",
  ].join("\n");
}

/** Moves `<target>/<image>/artifacts` to `<contexts>/<image>/artifacts`, in place of what is there. */
export function moveIntoContexts(target: string, contexts: string): void {
  for (const image of imagesWithArtifacts) {
    const folder = join(contexts, image, "artifacts");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(dirname(folder), { recursive: true });
    renameSync(join(target, image, "artifacts"), folder);
  }
  rmSync(target, { recursive: true, force: true });
}

function differences(lock: readonly LockEntry[], found: readonly LockEntry[]): string[] {
  return describeReport(compareWithLock(lock, found));
}

/** Runs Maven into an empty target folder, which it returns. */
async function download(log: (line: string) => void): Promise<string> {
  const target = join(__dirname, "target");
  if (existsSync(target)) rmSync(target, { recursive: true });
  await runMaven(mavenArguments(versionsFile, join(__dirname, "pom.xml")), log);
  return target;
}

async function runMaven(args: string[], log: (line: string) => void): Promise<void> {
  const maven = spawn("mvn", args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    maven.once("error", (cause) => {
      reject(new Error(`mvn does not start: ${cause.message}`, { cause }));
    });
    maven.once("close", resolve);
  });
  const lines: string[] = [];
  createInterface({ input: maven.stdout }).on("line", (line) => {
    lines.push(line);
    log(line);
  });
  const code = await ended;
  if (code === 0) return;
  const errors = lines.filter((line) => line.startsWith("[ERROR]"));
  const shown = (errors.length > 0 ? errors : lines).slice(0, LAST_LINES);
  throw new Error([`mvn ended with code ${code}:`, ...shown].join("\n"));
}
