import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolderOnce } from "./install-folder";

let cache: string;
let folder: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "shardview-cache-"));
  folder = join(cache, "parts", "pulumi-abc");
});

afterEach(() => {
  rmSync(cache, { recursive: true });
});

function fill(unfinished: string): Promise<boolean> {
  writeFileSync(join(unfinished, "pulumi"), "made");
  return Promise.resolve(true);
}

describe("makeFolderOnce", () => {
  it("shows the folder only when it is complete", async () => {
    await makeFolderOnce(folder, async (unfinished) => {
      expect(existsSync(folder)).toBe(false);
      return fill(unfinished);
    });
    expect(readFileSync(join(folder, "pulumi"), "utf8")).toBe("made");
    expect(readdirSync(join(cache, "parts"))).toEqual(["pulumi-abc"]);
  });

  it("makes nothing again that is there", async () => {
    await makeFolderOnce(folder, fill);
    const again = makeFolderOnce(folder, () => Promise.reject(new Error("made twice")));
    expect(await again).toBe(true);
  });

  it("leaves nothing behind when making it fails", async () => {
    const made = makeFolderOnce(folder, () => Promise.reject(new Error("no network")));
    await expect(made).rejects.toThrow(new Error("no network"));
    expect(readdirSync(join(cache, "parts"))).toEqual([]);
  });

  it("stays absent when its content is not to be had", async () => {
    expect(await makeFolderOnce(folder, () => Promise.resolve(false))).toBe(false);
    expect(readdirSync(join(cache, "parts"))).toEqual([]);
  });

  it("removes what an interrupted run left, but not what a running one is making", async () => {
    const [abandoned, busy] = [`.making-other-${2 ** 22 + 1}`, `.making-other-${process.ppid}`];
    for (const name of [abandoned, busy]) mkdirSync(join(cache, "parts", name), { recursive: true });
    await makeFolderOnce(folder, fill);
    expect(readdirSync(join(cache, "parts")).sort()).toEqual([busy, "pulumi-abc"]);
  });
});
