import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "./testing/fake-command";
import { devSettings, ROOT } from "./testing/fixtures";
import { readWorld } from "./world";

// The ports of a remote engine are not tried.
beforeEach(() => {
  vi.stubEnv("DOCKER_HOST", "tcp://engine:2375");
});

/** A project folder with these files. */
function project(files: Record<string, string>): string {
  const root = temporaryFolder();
  mkdirSync(join(root, "initdb"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

function settings(...mappings: string[]) {
  return devSettings({
    tables: mappings.map((mapping) => ({ table: "a.t", id: "id", partitions: 1, mapping })),
  });
}

describe("readWorld", () => {
  it("reads the project's own mappings and schema", async () => {
    expect(await readWorld(devSettings(), "dev", ROOT)).toEqual({
      mappings: {
        "indices/products.json": {
          properties: ["id", "sku", "name", "description", "price", "stock", "released_on", "updated_at"],
          reserved: [],
        },
      },
      columns: {
        "products.products": [
          "id",
          "sku",
          "name",
          "description",
          "price",
          "stock",
          "released_on",
          "updated_at",
        ],
      },
      takenPorts: [],
    });
  });

  it("reads each mapping file, relative to the project, with what is wrong with it", async () => {
    const root = project({
      "good.json": '{"settings": {"number_of_shards": 2}, "mappings": {"properties": {"id": {}}}}',
      "empty.json": "",
      "no-mappings.json": "{}",
      "folder/x": "",
    });
    const { mappings } = await readWorld(
      settings("good.json", "absent.json", "empty.json", "no-mappings.json", "folder"),
      "dev",
      root,
    );
    expect(mappings).toEqual({
      "good.json": { properties: ["id"], reserved: ["number_of_shards"] },
      "absent.json": { error: "is not there" },
      "empty.json": { error: "cannot be read: Unexpected end of JSON input" },
      "no-mappings.json": { error: "cannot be read: it has no `mappings.properties`" },
      folder: { error: "cannot be read: EISDIR: illegal operation on a directory, read" },
    });
  });

  it("reads the columns of every schema file, and of no other SQL", async () => {
    const root = project({
      "initdb/10-schema.sql": "CREATE TABLE a.t (id INT);",
      "initdb/11-other-schema.sql": "CREATE TABLE b.t (k INT);",
      "initdb/setup.sql": "CREATE TABLE c.t (x INT);",
    });
    expect((await readWorld(settings(), "dev", root)).columns).toEqual({ "a.t": ["id"], "b.t": ["k"] });
  });

  it("leaves a schema that only MySQL can read to MySQL", async () => {
    const root = project({
      "initdb/10-schema.sql": "CREATE TABLE a.t (id INT);",
      "initdb/11-schema.sql": "CREATE TABLE b.t (id INT) PARTITION BY HASH (id) PARTITIONS 4;",
    });
    expect((await readWorld(settings(), "dev", root)).columns).toEqual({ "a.t": ["id"] });
  });
});
