import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isStale, parseLock, removeStaleLocks, runningCommand } from "./locks";

const GONE = 2 ** 22 + 1; // above the largest process id of Linux

describe("parseLock", () => {
  it("reads what Pulumi writes", () => {
    const text = '{"pid":4711,"username":"kim","hostname":"desk","timestamp":"2026-01-01T00:00:00Z"}';
    expect(parseLock(text)).toEqual({ pid: 4711, hostname: "desk" });
  });

  it.each(["", "{", "null", '{"pid":"1"}', '{"pid":1}'])("takes %j for no lock", (text) => {
    expect(parseLock(text)).toBeUndefined();
  });
});

describe("isStale", () => {
  const lock = { pid: 4711, hostname: "desk" };

  it("says so when the process is gone", () => {
    expect(isStale(lock, "desk", () => undefined)).toBe(true);
  });

  it("says so when the process id now belongs to another program", () => {
    expect(isStale(lock, "desk", () => "postgres")).toBe(true);
  });

  it("leaves the lock of a running Pulumi alone", () => {
    expect(isStale(lock, "desk", () => "pulumi")).toBe(false);
  });

  it("leaves a lock of another host alone, whose processes cannot be seen from here", () => {
    expect(isStale(lock, "laptop", () => undefined)).toBe(false);
  });
});

describe("runningCommand", () => {
  it.each([
    ["14955 (pulumi) S 1 14955 0", "pulumi"],
    ["7 (a (b) c) R 1 7 0", "a (b) c"],
    ["14955 (pulumi) Z 1 14955 0", undefined],
    ["14955 (pulumi) X 1 14955 0", undefined],
  ])("of %j is %j: what has ended and waits for its parent does not run", (stat, command) => {
    expect(runningCommand(stat)).toBe(command);
  });
});

describe("removeStaleLocks", () => {
  let state: string;
  let folder: string;

  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), "shardview-locks-"));
    folder = join(state, ".pulumi", "locks", "organization", "shardview", "dev");
    mkdirSync(folder, { recursive: true });
  });

  afterEach(() => {
    rmSync(state, { recursive: true });
  });

  it("removes the lock of a process that is gone and keeps the others", () => {
    writeFileSync(join(folder, "a.json"), JSON.stringify({ pid: GONE, hostname: hostname() }));
    writeFileSync(join(folder, "a.json.attrs"), '{"md5":"eA=="}');
    writeFileSync(join(folder, "b.json"), JSON.stringify({ pid: GONE, hostname: "elsewhere" }));
    writeFileSync(join(folder, "c.json"), "not a lock");
    expect(removeStaleLocks(state)).toEqual([GONE]);
    expect(readdirSync(folder).sort()).toEqual(["b.json", "c.json"]);
  });

  it("finds nothing in a folder without locks", () => {
    expect(removeStaleLocks(join(state, "other"))).toEqual([]);
  });
});
