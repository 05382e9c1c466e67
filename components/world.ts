import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { readLiveTables, type TableShape } from "./live-columns";
import { mysqlHost } from "./names";
import { takenPorts } from "./ports";
import { readTables } from "./schema";
import type { Mappings } from "./search/definition";
import { parseMapping, reservedIndexSettings } from "./search/settings";
import type { Settings } from "./settings";

/** What a mapping file holds, as far as the rules ask. */
export type MappingFile = { mappings: Mappings; reserved: string[] } | { error: string };

/** What the rules must know of the world outside the stack file; plain data, so that they stay pure. */
export interface World {
  /** Mapping files, by the path that the stack file names. */
  mappings: Record<string, MappingFile>;
  /**
   * The tables, as each shard has them whose MySQL answers. Before the first `up` as `initdb/` makes them, as far as the parser
   * can read it. Nothing is known of shards that have data but do not run.
   */
  tables: TableShape[];
  /** Configured ports that something other than this stack listens on. */
  takenPorts: number[];
}

/** Reads the world for the given settings. `root` is the folder of Pulumi.yaml. */
export async function readWorld(settings: Settings, stack: string, root: string): Promise<World> {
  const ports = [
    ...settings.shards.map((s) => s.hostPort),
    settings.connectPort,
    settings.kafkaPort,
    settings.searchPort,
  ];
  const [tables, taken] = await Promise.all([
    findTables(settings, stack, join(root, "initdb")),
    takenPorts(ports, stack),
  ]);
  return {
    mappings: Object.fromEntries(
      settings.tables.map((t) => [t.mapping, readMapping(resolve(root, t.mapping))]),
    ),
    tables,
    takenPorts: taken,
  };
}

async function findTables(
  { shards, tables }: Settings,
  stack: string,
  folder: string,
): Promise<TableShape[]> {
  const names = tables.map(({ table }) => table);
  const live = await Promise.all(
    shards.map(({ name, hostPort }) =>
      readLiveTables(name, `shardview-${stack}-${mysqlHost(hostPort)}`, names),
    ),
  );
  if (live.some((answer) => answer !== undefined)) return live.flatMap((answer) => answer ?? []);
  return (await hasData(stack)) ? [] : readSchema(folder);
}

/** Whether a shard of the stack has data, which may be newer than the schema files. */
async function hasData(stack: string): Promise<boolean> {
  const args = ["volume", "ls", "--quiet", "--filter", `name=^shardview-${stack}-mysql-`];
  return await new Promise((resolve) => {
    execFile("docker", args, { timeout: 5000 }, (error, stdout) => {
      resolve(!error && stdout.trim() !== "");
    });
  });
}

function readMapping(path: string): MappingFile {
  if (!existsSync(path)) return { error: "is not there" };
  // Others may never end: a device, a pipe.
  if (!statSync(path).isFile()) return { error: "is not a file" };
  try {
    const mapping = parseMapping(readFileSync(path, "utf8"));
    return { mappings: mapping.mappings, reserved: reservedIndexSettings(mapping) };
  } catch (error) {
    return { error: `cannot be read: ${(error as Error).message}` };
  }
}

function readSchema(folder: string): TableShape[] {
  const files = readdirSync(folder).filter((name) => name.endsWith("schema.sql"));
  return files.flatMap((name) => tablesIn(join(folder, name)));
}

function tablesIn(file: string): TableShape[] {
  try {
    return readTables(readFileSync(file, "utf8"));
  } catch {
    // MySQL reads more than the parser does (PARTITION BY), and looks at every table and id column itself (setupInput).
    return [];
  }
}
