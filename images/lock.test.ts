import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compareWithLock, describeReport, formatLock, hashArtifacts, parseLock } from "./lock";

const SUM_A = "a".repeat(64);
const SUM_B = "b".repeat(64);

describe("a lock file", () => {
  it("is read back as it was written, sorted by path", () => {
    const text = formatLock([
      { path: "search/artifacts/b.jar", sha256: SUM_B },
      { path: "kafka/artifacts/a.jar", sha256: SUM_A },
    ]);

    expect(text).toBe(`${SUM_A}  kafka/artifacts/a.jar\n${SUM_B}  search/artifacts/b.jar\n`);
    expect(parseLock(text)).toEqual([
      { path: "kafka/artifacts/a.jar", sha256: SUM_A },
      { path: "search/artifacts/b.jar", sha256: SUM_B },
    ]);
  });

  it("reads the same with the line ends of Windows", () => {
    expect(parseLock(`${SUM_A}  kafka/artifacts/a.jar\r\n`)).toEqual([
      { path: "kafka/artifacts/a.jar", sha256: SUM_A },
    ]);
  });

  it("names the line that is not a checksum and a path", () => {
    expect(() => parseLock(`${SUM_A}  kafka/artifacts/a.jar\nabc  b.jar\n`)).toThrow(
      new Error("images/artifacts.sha256, line 2: not '<sha256>  <path>': 'abc  b.jar'"),
    );
  });
});

describe("comparing files with the lock", () => {
  const lock = [
    { path: "kafka/artifacts/a.jar", sha256: SUM_A },
    { path: "kafka/artifacts/b.jar", sha256: SUM_B },
  ];

  it("finds nothing when all files are as locked, in whatever order", () => {
    expect(describeReport(compareWithLock(lock, lock.toReversed()))).toEqual([]);
  });

  it("names every missing, differing and surplus file", () => {
    const found = [
      { path: "kafka/artifacts/b.jar", sha256: SUM_A },
      { path: "kafka/artifacts/c.jar", sha256: SUM_A },
    ];

    expect(describeReport(compareWithLock(lock, found))).toEqual([
      "missing: kafka/artifacts/a.jar",
      "differs from its checksum: kafka/artifacts/b.jar",
      "not in the lock: kafka/artifacts/c.jar",
    ]);
  });
});

describe("hashing the artefacts of a folder", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "shardview-lock-"));
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it("gives each file of each image its path from the root and its checksum", async () => {
    mkdirSync(join(root, "kafka/artifacts/libs"), { recursive: true });
    writeFileSync(join(root, "kafka/artifacts/libs/a.jar"), "abc");
    writeFileSync(join(root, "kafka/Dockerfile"), "FROM scratch");

    expect(await hashArtifacts(root, ["connect", "kafka"])).toEqual([
      {
        path: "kafka/artifacts/libs/a.jar",
        sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      },
    ]);
  });
});
