import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../components/testing/fake-command";
import { removeHalfWritten } from "./half-written";

function write(folder: string, file: string, text: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe("removeHalfWritten", () => {
  it.each(["", '{"user.cache_con'])("removes attributes of a stack and of a lock that read %j", (text) => {
    const state = temporaryFolder();
    const stack = write(state, ".pulumi/stacks/shardview/dev.json", "{}");
    const files = [
      ".pulumi/stacks/shardview/dev.json.attrs",
      ".pulumi/locks/organization/shardview/dev/a.json.attrs",
    ];
    const paths = files.map((file) => write(state, file, text));
    expect(removeHalfWritten(state)).toEqual(files);
    expect(paths.filter(existsSync)).toEqual([]);
    expect(existsSync(stack)).toBe(true);
  });

  it("keeps attributes that are whole, and all that holds none", () => {
    const state = temporaryFolder();
    write(
      state,
      ".pulumi/stacks/shardview/dev.json.attrs",
      '{"user.content_type":"text/plain","md5":"eA=="}\n',
    );
    write(state, ".pulumi/stacks/shardview/dev.json.1f.tmp", "");
    write(state, ".pulumi/stacks/shardview/dev.json", "");
    expect(removeHalfWritten(state)).toEqual([]);
  });

  it("has nothing to do in a folder without stacks", () => {
    expect(removeHalfWritten(temporaryFolder())).toEqual([]);
  });
});
