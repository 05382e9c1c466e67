import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { imagesWithArtifacts, lockFailure, mavenArguments, moveIntoContexts } from "./artifacts";

describe("the arguments of Maven", () => {
  it("hand over every version as a property", () => {
    expect(mavenArguments({ kafka: "4.3.1", debezium: "3.6.1.Final" }, "images/pom.xml")).toEqual([
      "--batch-mode",
      "--file",
      "images/pom.xml",
      "-Ddebezium.version=3.6.1.Final",
      "-Dkafka.version=4.3.1",
      "package",
    ]);
  });
});

describe("downloaded artefacts that are not those of the lock", () => {
  it("are reported with the files and what to do", () => {
    expect(lockFailure(["missing: kafka/artifacts/a.jar"])).toBe(
      "the downloaded artefacts are not those of images/artifacts.sha256:\n" +
        "  missing: kafka/artifacts/a.jar\n" +
        "After a change of images/versions.json run `npm run lock-artifacts`; " +
        "else do not trust the repository they came from.",
    );
  });

  it("are counted after the first ten", () => {
    const faults = Array.from({ length: 12 }, (_, index) => `missing: ${index}`);

    expect(lockFailure(faults).split("\n").slice(10, 12)).toEqual(["  missing: 9", "  ... and 2 more"]);
  });
});

describe("moving artefacts into the build contexts", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "shardview-artifacts-"));
    for (const image of imagesWithArtifacts) {
      mkdirSync(join(root, "target", image, "artifacts"), { recursive: true });
      writeFileSync(join(root, "target", image, "artifacts/new.jar"), image);
    }
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it("replaces what an earlier version left there", () => {
    mkdirSync(join(root, "kafka/artifacts"), { recursive: true });
    writeFileSync(join(root, "kafka/artifacts/old.jar"), "old");

    moveIntoContexts(join(root, "target"), root);

    expect(readFileSync(join(root, "kafka/artifacts/new.jar"), "utf8")).toBe("kafka");
    expect(existsSync(join(root, "kafka/artifacts/old.jar"))).toBe(false);
    expect(existsSync(join(root, "target"))).toBe(false);
  });
});
