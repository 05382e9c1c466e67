import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type LockEntry, readLock } from "./lock";
import versionsFile from "./versions.json";

export type ImageName = "jre" | "mysql" | "kafka" | "connect" | "search" | "watcher";
export type Versions = Record<string, string>;

/** What one image is made of; `buildArgs` maps an argument of its Dockerfile to the key of its version. */
interface ImageRecipe {
  name: ImageName;
  parent?: ImageName;
  version: keyof typeof versionsFile;
  buildArgs: Record<string, keyof typeof versionsFile>;
}

/** An image as the engine is asked for it. */
export interface ImageSpec {
  name: ImageName;
  /** Image of the catalogue that it is built on; without one, the Debian base. */
  parent?: ImageName;
  /** Folder of the build context, relative to the project. */
  context: string;
  buildArgs: Record<string, string>;
  /** `shardview/<name>:<version>-<first 12 digits of the hash>` */
  tag: string;
  /** SHA-256 of all that the image is built from. */
  hash: string;
}

/** A committed file of a build context: its path in there, with `/`, and its text. */
export interface ContextFile {
  path: string;
  text: string;
}

const ARTIFACTS_FOLDER = "artifacts";
const NOT_COMMITTED = new Set([ARTIFACTS_FOLDER, ".DS_Store"]);

/** Parents come before their children. */
const RECIPES: readonly ImageRecipe[] = [
  { name: "jre", version: "java", buildArgs: { JAVA_VERSION: "java" } },
  { name: "mysql", version: "mysql", buildArgs: { MYSQL_VERSION: "mysql", MYSQL_SUITE: "mysqlSuite" } },
  { name: "kafka", parent: "jre", version: "kafka", buildArgs: { KAFKA_VERSION: "kafka" } },
  {
    name: "connect",
    parent: "kafka",
    version: "debezium",
    buildArgs: { KAFKA_VERSION: "kafka", DEBEZIUM_VERSION: "debezium", MYSQL_SUITE: "mysqlSuite" },
  },
  { name: "search", parent: "jre", version: "opensearch", buildArgs: { OPENSEARCH_VERSION: "opensearch" } },
  { name: "watcher", version: "quickjs", buildArgs: { QUICKJS_VERSION: "quickjs" } },
];

/** The project's own images, parents first, from the files of this checkout. The artefacts need not be there. */
export function catalog(): ImageSpec[] {
  return describeImages(versionsFile, readLock(), (name) => contextFiles(join(__dirname, name)));
}

/**
 * Names and hashes the images. The hash covers the committed files of the context (line ends made LF), the lock lines
 * of its artefacts, the build arguments and the parent's tag: the same on every checkout, and it changes exactly when
 * the image has to be built again.
 */
export function describeImages(
  versions: Versions,
  lock: readonly LockEntry[],
  readContext: (name: ImageName) => readonly ContextFile[],
): ImageSpec[] {
  const tags = new Map<ImageName, string>();
  return RECIPES.map(({ name, parent, version, buildArgs }) => {
    const base = parent === undefined ? `shardview/debian:${versions.debian}` : tags.get(parent);
    if (base === undefined) throw new Error(`images: '${name}' comes before its parent '${parent}'`);
    const args = Object.entries(buildArgs).map(([arg, key]) => [arg, versionOf(versions, key)] as const);
    const spec = {
      name,
      parent,
      context: `images/${name}`,
      buildArgs: { BASE: base, ...Object.fromEntries(args) },
    };
    const hash = contextHash(readContext(name), artifactsOf(lock, name), spec.buildArgs);
    const tag = `shardview/${name}:${versionOf(versions, version)}-${hash.slice(0, 12)}`;
    tags.set(name, tag);
    return { ...spec, tag, hash };
  });
}

function versionOf(versions: Versions, key: string): string {
  const version = versions[key];
  if (version === undefined) throw new Error(`images/versions.json: '${key}' is missing`);
  return version;
}

function artifactsOf(lock: readonly LockEntry[], name: ImageName): LockEntry[] {
  return lock.filter(({ path }) => path.startsWith(`${name}/${ARTIFACTS_FOLDER}/`));
}

function contextHash(
  files: readonly ContextFile[],
  artifacts: readonly LockEntry[],
  buildArgs: Record<string, string>,
): string {
  const parts = [
    ...files.map(({ path, text }) => ["file", path, text.replaceAll("\r\n", "\n")]),
    ...artifacts.map(({ path, sha256 }) => ["artifact", path, sha256]),
    ...Object.entries(buildArgs).map(([arg, value]) => ["arg", arg, value]),
  ].map((part) => JSON.stringify(part));
  return createHash("sha256").update(parts.sort().join("\n")).digest("hex");
}

function contextFiles(folder: string): ContextFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, path: file.slice(folder.length + 1).replaceAll("\\", "/") }))
    .filter(({ path }) => !path.split("/").some((part) => NOT_COMMITTED.has(part)))
    .map(({ file, path }) => ({ path, text: readFileSync(file, "utf8") }));
}
