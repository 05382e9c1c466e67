import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeHalfWritten } from "./half-written";

describe("removeHalfWritten", () => {
  let state: string;

  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), "shardview-half-written-"));
  });

  afterEach(() => {
    rmSync(state, { recursive: true });
  });

  function write(file: string, text: string): string {
    const path = join(state, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  it.each(["", '{"user.cache_con'])("removes attributes of a stack and of a lock that read %j", (text) => {
    const stack = write(".pulumi/stacks/shardview/dev.json", "{}");
    const files = [
      ".pulumi/stacks/shardview/dev.json.attrs",
      ".pulumi/locks/organization/shardview/dev/a.json.attrs",
    ];
    const paths = files.map((file) => write(file, text));
    expect(removeHalfWritten(state)).toEqual(files);
    expect(paths.filter(existsSync)).toEqual([]);
    expect(existsSync(stack)).toBe(true);
  });

  it("keeps attributes that are whole, and all that holds none", () => {
    write(".pulumi/stacks/shardview/dev.json.attrs", '{"user.content_type":"text/plain","md5":"eA=="}\n');
    write(".pulumi/stacks/shardview/dev.json.1f.tmp", "");
    write(".pulumi/stacks/shardview/dev.json", "");
    expect(removeHalfWritten(state)).toEqual([]);
  });

  it("has nothing to do in a folder without stacks", () => {
    expect(removeHalfWritten(state)).toEqual([]);
  });
});
