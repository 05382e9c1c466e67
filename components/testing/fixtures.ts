import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import type { Column } from "../live-columns";
import { parseSettings } from "../parse-settings";
import { secretNames, type Settings, type ShardSettings } from "../settings";
import type { StackPlan } from "../plan";
import { planTopology } from "../topology";
import type { World } from "../world";

/** The folder of Pulumi.yaml. */
export const ROOT = resolve(__dirname, "../..");

/** A key of the configuration, as Pulumi.yaml declares it. */
export interface DeclaredKey {
  type: string;
  description?: string;
  secret?: boolean;
  default?: unknown;
}

/** The keys that Pulumi.yaml declares, without their namespace. */
export function declaredKeys(): Record<string, DeclaredKey> {
  return withoutNamespace((readYaml("Pulumi.yaml") as { config: Record<string, DeclaredKey> }).config);
}

/** The default stack's configuration as the program receives it: defaults filled in, passwords decrypted (here: invented). */
export function devConfiguration(): Record<string, unknown> {
  const defaults = Object.entries(declaredKeys()).map(([key, declared]) => [key, declared.default] as const);
  const stack = withoutNamespace((readYaml("Pulumi.dev.yaml") as { config: Record<string, unknown> }).config);
  const passwords = secretNames.map((key) => [key, `secret-of-${key}`] as const);
  return { ...Object.fromEntries(defaults), ...stack, ...Object.fromEntries(passwords) };
}

const parsed = parseSettings(devConfiguration());

/** Settings of the default stack, with changes. */
export function devSettings(changes: Partial<Settings> = {}): Settings {
  if (parsed.faults.length > 0) throw new Error(JSON.stringify(parsed.faults));
  return { ...parsed.settings, ...changes };
}

/** The first shards of the default stack, each with the changes given for it. */
export function shards(...changes: Partial<ShardSettings>[]): ShardSettings[] {
  return changes.map((change, i) => ({
    name: `shard${i}`,
    hostPort: 3308 + i,
    serverId: 5001 + i,
    ...change,
  }));
}

/** Columns of a type of which the rules know nothing; the first is the primary key. */
export function columns(...names: string[]): Column[] {
  return names.map((name, i) => ({ name, type: "unknown", ...(i === 0 ? { key: 1 } : {}) }));
}

/** A world in which the default stack has no fault, with changes. */
export function world(changes: Partial<World> = {}): World {
  return {
    mappings: { "indices/products.json": { mappings: { properties: { id: {}, name: {} } }, reserved: [] } },
    tables: [{ table: "products.products", columns: columns("id", "sku", "name") }],
    takenPorts: [],
    ...changes,
  };
}

/** The plan of the default stack, with changes. */
export function devPlan(changes: Partial<Settings> = {}): StackPlan {
  return planTopology("dev", devSettings(changes), world());
}

function readYaml(file: string): unknown {
  return parse(readFileSync(join(ROOT, file), "utf8"));
}

function withoutNamespace<T>(config: Record<string, T>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace(/^shardview:/, ""), value]),
  );
}
