import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fakeCommand, temporaryFolder } from "./testing/fake-command";
import { devSettings, ROOT } from "./testing/fixtures";
import { readTables } from "./schema";
import { parseMapping } from "./search/settings";
import { readWorld } from "./world";

// The ports of a remote engine are not tried, and no container runs.
beforeEach(() => {
  vi.stubEnv("DOCKER_HOST", "tcp://engine:2375");
  vi.stubEnv("PATH", fakeCommand("docker", ["exit 1"]).path);
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
          mappings: parseMapping(readFileSync(join(ROOT, "indices/products.json"), "utf8")).mappings,
          reserved: [],
        },
      },
      tables: readTables(readFileSync(join(ROOT, "initdb/10-schema.sql"), "utf8")),
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
      settings("good.json", "absent.json", "empty.json", "no-mappings.json", "folder", "/dev/zero"),
      "dev",
      root,
    );
    expect(mappings).toEqual({
      "good.json": { mappings: { properties: { id: {} } }, reserved: ["number_of_shards"] },
      "absent.json": { error: "is not there" },
      "/dev/zero": { error: "is not a file" },
      "empty.json": { error: "cannot be read: Unexpected end of JSON input" },
      "no-mappings.json": { error: "cannot be read: it has no `mappings.properties`" },
      folder: { error: "is not a file" },
    });
  });

  it("reads the columns of every schema file, and of no other SQL", async () => {
    const root = project({
      "initdb/10-schema.sql": "CREATE TABLE a.t (id INT);",
      "initdb/11-other-schema.sql": "CREATE TABLE b.t (k INT);",
      "initdb/setup.sql": "CREATE TABLE c.t (x INT);",
    });
    expect((await readWorld(settings(), "dev", root)).tables).toEqual([
      { table: "a.t", columns: [{ name: "id", type: "int" }] },
      { table: "b.t", columns: [{ name: "k", type: "int" }] },
    ]);
  });

  it("leaves a schema that only MySQL can read to MySQL", async () => {
    const root = project({
      "initdb/10-schema.sql": "CREATE TABLE a.t (id INT);",
      "initdb/11-schema.sql": "CREATE TABLE b.t (id INT) PARTITION BY HASH (id) PARTITIONS 4;",
    });
    expect((await readWorld(settings(), "dev", root)).tables).toEqual([
      { table: "a.t", columns: [{ name: "id", type: "int" }] },
    ]);
  });
});

describe("readWorld, of tables that are there", () => {
  // Answers for one container, as MySQL would; no other runs. `volume` is what `docker volume ls` prints.
  function engine(volume = "") {
    const { path } = fakeCommand("docker", [
      `[ "$1" = volume ] && { echo "${volume}"; exit; }`,
      `[ "$3" = shardview-dev-mysql-3309 ] || exit 1`,
      "cat > asked",
      ...[
        '{"table": "a.t", "name": "id", "type": "BIGINT unsigned", "key": 1, "notNull": true}',
        '{"table": "a.t", "name": "note", "type": "text", "key": null}',
        '{"table": "a.t", "rows": 7}',
      ].map((line) => `echo '${line}'`),
    ]);
    vi.stubEnv("PATH", path);
  }

  const root = () => project({ "initdb/10-schema.sql": "CREATE TABLE a.t (id INT);" });

  it("takes them from the shards whose MySQL answers, with columns, key and about how many rows", async () => {
    engine();
    expect((await readWorld(settings("m.json"), "dev", root())).tables).toEqual([
      {
        table: "a.t",
        shard: "shard1",
        columns: [
          { name: "id", type: "bigint unsigned", key: 1, notNull: true },
          { name: "note", type: "text" },
        ],
        rows: 7,
      },
    ]);
  });

  it("knows nothing of shards that have data but do not run, whatever the schema files say", async () => {
    engine("shardview-qa-mysql-shard0");
    expect((await readWorld(settings("m.json"), "qa", root())).tables).toEqual([]);
  });

  it("takes them from the schema files before there is any data", async () => {
    engine();
    expect((await readWorld(settings("m.json"), "qa", root())).tables).toEqual([
      { table: "a.t", columns: [{ name: "id", type: "int" }] },
    ]);
  });
});
