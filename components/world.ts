import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { reservedIndexSettings, parseMapping } from "./search/settings";
import { readColumns } from "./schema";
import { takenPorts } from "./ports";
import type { Settings } from "./settings";

/** What a mapping file holds, as far as the rules ask. */
export type MappingFile = { properties: string[]; reserved: string[] } | { error: string };

/** What the rules must know of the world outside the stack file; plain data, so that they stay pure. */
export interface World {
  /** Mapping files, by the path that the stack file names. */
  mappings: Record<string, MappingFile>;
  /** Columns of the tables that `initdb/` creates, by `database.table`, as far as the parser can read it. MySQL looks at all. */
  columns: Record<string, string[]>;
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
  return {
    mappings: Object.fromEntries(
      settings.tables.map((t) => [t.mapping, readMapping(resolve(root, t.mapping))]),
    ),
    columns: readSchema(join(root, "initdb")),
    takenPorts: await takenPorts(ports, stack),
  };
}

function readMapping(path: string): MappingFile {
  if (!existsSync(path)) return { error: "is not there" };
  try {
    const mapping = parseMapping(readFileSync(path, "utf8"));
    return { properties: Object.keys(mapping.mappings.properties), reserved: reservedIndexSettings(mapping) };
  } catch (error) {
    return { error: `cannot be read: ${(error as Error).message}` };
  }
}

function readSchema(folder: string): Record<string, string[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith("schema.sql"));
  return Object.assign({}, ...files.map((name) => columnsIn(join(folder, name)))) as Record<string, string[]>;
}

function columnsIn(file: string): Record<string, string[]> {
  try {
    return readColumns(readFileSync(file, "utf8"));
  } catch {
    // MySQL reads more than the parser does (PARTITION BY), and looks at every table and id column itself (setupInput).
    return {};
  }
}
