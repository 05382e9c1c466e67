import { hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** One line of the lock: a file of a build context and the checksum that it must have. */
export interface LockEntry {
  /** Relative to `images/`, with `/`. */
  path: string;
  sha256: string;
}

/** How a folder differs from the lock; paths as in the lock, sorted. */
export interface LockReport {
  missing: string[];
  differing: string[];
  surplus: string[];
}

/** The lock of the Java artefacts, in the format of `sha256sum`. */
export const lockFile = join(__dirname, "artifacts.sha256");

/** Reads {@link lockFile}. */
export function readLock(): LockEntry[] {
  return parseLock(readFileSync(lockFile, "utf8"));
}

/** @throws Error with the number of the first line that is not `<sha256>  <path>`. */
export function parseLock(text: string): LockEntry[] {
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line !== "")
    .map(({ line, number }) => {
      const [, sha256, path] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? [];
      if (sha256 === undefined || path === undefined) {
        throw new Error(`images/artifacts.sha256, line ${number}: not '<sha256>  <path>': '${line}'`);
      }
      return { path, sha256 };
    });
}

/** The text of a lock, sorted by path. */
export function formatLock(entries: readonly LockEntry[]): string {
  const lines = entries.map(({ path, sha256 }) => ({ path, line: `${sha256}  ${path}\n` }));
  return lines
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ line }) => line)
    .join("");
}

/** Compares the files that were found with those that the lock wants. */
export function compareWithLock(lock: readonly LockEntry[], found: readonly LockEntry[]): LockReport {
  const wanted = new Map(lock.map(({ path, sha256 }) => [path, sha256]));
  const present = new Map(found.map(({ path, sha256 }) => [path, sha256]));
  return {
    missing: [...wanted.keys()].filter((path) => !present.has(path)).sort(),
    differing: [...wanted]
      .filter(([path, sum]) => (present.get(path) ?? sum) !== sum)
      .map(first)
      .sort(),
    surplus: [...present.keys()].filter((path) => !wanted.has(path)).sort(),
  };
}

/** One line per file that is not as the lock says; empty when all are. */
export function describeReport({ missing, differing, surplus }: LockReport): string[] {
  return [
    ...missing.map((path) => `missing: ${path}`),
    ...differing.map((path) => `differs from its checksum: ${path}`),
    ...surplus.map((path) => `not in the lock: ${path}`),
  ];
}

/**
 * Checksums of all files below `<root>/<image>/artifacts`, with the paths that the lock has for them.
 * A folder that does not exist has no files.
 */
export async function hashArtifacts(root: string, images: readonly string[]): Promise<LockEntry[]> {
  const files = images
    .map((image) => join(root, image, "artifacts"))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const entries: LockEntry[] = [];
  for (const file of files) {
    entries.push({
      path: relative(root, file).replaceAll("\\", "/"),
      sha256: hash("sha256", await readFile(file), "hex"),
    });
  }
  return entries;
}

function first([path]: [string, string]): string {
  return path;
}
