import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderKey, sha256, textKey } from "./hash";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shardview-hash-"));
  mkdirSync(join(folder, "sub"));
  writeFileSync(join(folder, "go.mod"), "module a\n");
  writeFileSync(join(folder, "sub", "main.go"), "package main\n");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("folderKey", () => {
  it("stays the same while nothing changes", () => {
    expect(folderKey(folder, ["linux"])).toBe(folderKey(folder, ["linux"]));
  });

  it.each<[string, () => void]>([
    [
      "is edited",
      () => {
        writeFileSync(join(folder, "sub", "main.go"), "package other\n");
      },
    ],
    [
      "is added",
      () => {
        writeFileSync(join(folder, "new"), "");
      },
    ],
    [
      "is renamed",
      () => {
        renameSync(join(folder, "go.mod"), join(folder, "go.sum"));
      },
    ],
    [
      "is removed",
      () => {
        rmSync(join(folder, "go.mod"));
      },
    ],
  ])("changes when a file %s", (_, change) => {
    const before = folderKey(folder, []);
    change();
    expect(folderKey(folder, [])).not.toBe(before);
  });

  it("changes with the words", () => {
    expect(folderKey(folder, ["linux"])).not.toBe(folderKey(folder, ["darwin"]));
  });
});

describe("textKey", () => {
  it("tells where one text ends and the next begins", () => {
    expect(textKey(["ab", "c"])).not.toBe(textKey(["a", "bc"]));
  });
});

describe("sha256", () => {
  it("is the one that sha256sum prints", async () => {
    writeFileSync(join(folder, "abc"), "abc");
    expect(await sha256(join(folder, "abc"))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });
});
