import { describe, expect, it } from "vitest";
import { catalog, type ContextFile, describeImages, type ImageName, type Versions } from "./catalog";
import type { LockEntry } from "./lock";
import versionsFile from "./versions.json";

const VERSIONS: Versions = versionsFile;
const LOCK: LockEntry[] = [
  { path: "kafka/artifacts/libs/a.jar", sha256: "a".repeat(64) },
  { path: "search/artifacts/b.jar", sha256: "b".repeat(64) },
];
const FILES: ContextFile[] = [
  { path: "Dockerfile", text: "ARG BASE\nFROM ${BASE}\n" },
  { path: "bin/start.sh", text: "exec java\n" },
];

interface World {
  versions?: Versions;
  lock?: LockEntry[];
  files?: (name: ImageName) => ContextFile[];
}

function tags({ versions = VERSIONS, lock = LOCK, files = () => FILES }: World = {}): Record<string, string> {
  return Object.fromEntries(describeImages(versions, lock, files).map(({ name, tag }) => [name, tag]));
}

function changed(world: World): string[] {
  const before = tags();
  const after = tags(world);
  return Object.keys(after).filter((name) => after[name] !== before[name]);
}

describe("the catalogue of images", () => {
  it("puts every image after the one that it is built on", () => {
    const names = catalog().map(({ name }) => name);

    expect(names).toEqual(["jre", "mysql", "kafka", "connect", "search", "watcher"]);
    for (const { name, parent } of catalog()) {
      if (parent !== undefined) expect(names.indexOf(parent)).toBeLessThan(names.indexOf(name));
    }
  });

  it("builds on the Debian base, or on the tag of the parent", () => {
    const [jre, mysql, kafka, connect] = catalog();

    expect(mysql?.buildArgs).toEqual({
      BASE: `shardview/debian:${versionsFile.debian}`,
      MYSQL_VERSION: versionsFile.mysql,
      MYSQL_SUITE: versionsFile.mysqlSuite,
    });
    expect(kafka?.buildArgs).toEqual({ BASE: jre?.tag, KAFKA_VERSION: versionsFile.kafka });
    expect(connect?.buildArgs.BASE).toBe(kafka?.tag);
  });

  it("tags an image with its version and the first twelve digits of its hash", () => {
    for (const { name, tag, hash } of catalog()) {
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(tag).toMatch(new RegExp(`^shardview/${name}:[\\w.]+-${hash.slice(0, 12)}$`));
    }
  });
});

describe("the tag of an image", () => {
  it("stays the same whatever the order and the line ends of the files", () => {
    const windows = FILES.map(({ path, text }) => ({ path, text: text.replaceAll("\n", "\r\n") }));

    expect(changed({ files: () => windows.reverse() })).toEqual([]);
  });

  it("changes with a file of its context, and so do those of the images built on it", () => {
    const edited = (name: ImageName) =>
      name === "kafka" ? [{ path: "Dockerfile", text: "FROM scratch\n" }] : FILES;

    expect(changed({ files: edited })).toEqual(["kafka", "connect"]);
  });

  it("changes when a file of its context is renamed", () => {
    const renamed = (name: ImageName) =>
      name === "search" ? FILES.map(({ path, text }) => ({ path: `new/${path}`, text })) : FILES;

    expect(changed({ files: renamed })).toEqual(["search"]);
  });

  it("changes with the checksum of one of its artefacts", () => {
    const lock = LOCK.map((entry) =>
      entry.path.startsWith("search/") ? { ...entry, sha256: "c".repeat(64) } : entry,
    );

    expect(changed({ lock })).toEqual(["search"]);
  });

  it.each([
    ["java", ["jre", "kafka", "connect", "search"]],
    ["mysql", ["mysql"]],
    ["mysqlSuite", ["mysql", "connect"]],
    ["kafka", ["kafka", "connect"]],
    ["debezium", ["connect"]],
    ["opensearch", ["search"]],
    ["quickjs", ["watcher"]],
    ["debian", ["jre", "mysql", "kafka", "connect", "search", "watcher"]],
  ])("changes with the version of %s where that is used: %j", (key, images) => {
    expect(changed({ versions: { ...VERSIONS, [key]: "99" } })).toEqual(images);
  });

  it("cannot be told without the version that it needs", () => {
    const versions = Object.fromEntries(Object.entries(VERSIONS).filter(([key]) => key !== "opensearch"));

    expect(() => tags({ versions })).toThrow(new Error("images/versions.json: 'opensearch' is missing"));
  });
});
