import { spawn } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docker, eventually, ROOT, TestStack } from "./support/stack";

const stack = new TestStack("test-failures", 30_000, 1, {
  rootPassword: "r '\"$(x) `y` \\ 비밀\nline 2",
  appPassword: "a '\"$(x) `y` \\ 비밀\nline 2",
  cdcPassword: "c '\"$(x) `y` \\ 비밀\nline 2",
});

beforeAll(async () => {
  await stack.init();
});

afterAll(async () => {
  await stack.remove();
});

describe("an `up` that fails", () => {
  it("because a container exits at once names it and shows its last log lines, and destroy works", async () => {
    stack.settings = { images: { kafka: "shardview/debian:trixie" } };
    await stack.writeConfig();
    const { code, output } = await stack.npm("start");
    expect(code).not.toBe(0);
    expect(output).toContain("shardview-test-failures-kafka");
    await stack.succeed("destroy", "--yes");
    expect(await stack.leftovers()).toEqual([]);
  });

  it("because a table lacks the id column says so in MySQL's words", async () => {
    stack.settings = {
      tables: [{ table: "products.no_such_table", id: "id", mapping: "indices/products.json" }],
    };
    await stack.writeConfig();
    const { code, output } = await stack.pulumi("up", "--yes");
    expect(code).not.toBe(0);
    expect(output).toContain("Table 'products.no_such_table' doesn't exist");
  });

  it("is put right by the next `up`, with passwords of quotes, `$`, backslash, newline and Korean letters", async () => {
    stack.settings = {};
    await stack.writeConfig();
    await stack.up();
    const index = "shard0.products.products-000001";
    const sql = "INSERT INTO products.products VALUES (900001, 'T-1', 'x', NULL, 1, 0, NULL, NOW(6))";
    await stack.sql("shard0", sql, "app", "a '\"$(x) `y` \\ 비밀\nline 2");
    await eventually("the row", async () => {
      expect((await stack.search(index, { query: { ids: { values: ["900001"] } } })).total).toBe(1);
    });
  });

  it("because the engine goes away in the middle says so", async () => {
    const { code, output } = await stack.npm("pulumi", ["preview", "--refresh", "--stack", stack.name]);
    expect(code, output).toBe(0);
  });
});

describe("an `up` that is interrupted", () => {
  it("is finished by the next one, and destroy works after another", async () => {
    expect((await stack.npm("down")).code).toBe(0);
    await interruptedUp();
    await stack.up();
    expect((await stack.npm("down")).code).toBe(0);
    await interruptedUp();
    const { code, output } = await stack.npm("down");
    expect(code, output).toBe(0);
    expect(await stack.leftovers()).toEqual([]);
  });
});

/** Starts `up` and kills it, the hard way, when its first containers run. */
async function interruptedUp(): Promise<void> {
  const child = spawn("npm", ["run", "--silent", "start"], {
    cwd: ROOT,
    detached: true,
    stdio: "ignore",
    env: stack.environment,
  });
  await eventually("the first container", async () => {
    expect(Object.keys(await stack.containers()).length).toBeGreaterThan(2);
  });
  process.kill(-(child.pid ?? 0), "SIGKILL");
}

describe("an image that does not build", () => {
  const backup = join(ROOT, "images", "search", "Dockerfile");

  it("fails with the builder's message", async () => {
    const saved = `${backup}.saved`;
    cpSync(backup, saved);
    try {
      const { appendFileSync } = await import("node:fs");
      appendFileSync(backup, "\nRUN echo this step fails >&2 && false\n");
      const { code, output } = await stack.pulumi("up", "--yes");
      expect(code).not.toBe(0);
      expect(output).toContain("echo this step fails");
    } finally {
      cpSync(saved, backup);
      rmSync(saved);
    }
    expect((await stack.npm("down")).code).toBe(0);
    await docker(["info"]);
  });
});
