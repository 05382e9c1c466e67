import type { z } from "zod";
import type { Fault } from "./faults";
import {
  holdsSecret,
  secretNames,
  settingNames,
  settingsSchema,
  shardSchema,
  skipSchema,
  tableSchema,
  type Settings,
} from "./settings";

/**
 * Checks the shape of the raw configuration, a plain object with the keys of the `shardview:` namespace. Always gives
 * settings beside the faults: what is not of its type is replaced by a neutral value, so that the rules can look at the rest
 * and every fault comes out at once.
 */
export function parseSettings(raw: Record<string, unknown>): { settings: Settings; faults: Fault[] } {
  const issues = settingsSchema.safeParse(raw).error?.issues ?? [];
  return { settings: repaired(raw), faults: issues.flatMap((issue) => toFaults(issue, raw)) };
}

// By the type that zod expected. A value that is only out of range stays: the rules may have more to say of it.
const neutral: Record<string, unknown> = {
  string: "",
  int: 0,
  number: 0,
  boolean: false,
  array: [],
  object: {},
  record: {},
};

function repaired(raw: Record<string, unknown>): Settings {
  const copy = structuredClone(raw);
  shorten(copy);
  // A neutral group lacks its own keys: again, until nothing is of a wrong type.
  for (;;) {
    const result = settingsSchema.safeParse(copy);
    if (result.success) return result.data;
    const wrong = result.error.issues.filter((issue) => issue.code === "invalid_type");
    if (wrong.length === 0) return copy as unknown as Settings;
    for (const issue of wrong) replaceAt(copy, issue.path, structuredClone(neutral[issue.expected]));
  }
}

/** Of a list that is too long the rules look at as much as is allowed. */
function shorten(copy: Record<string, unknown>): void {
  for (const issue of settingsSchema.safeParse(copy).error?.issues ?? []) {
    const [key = "", ...deeper] = issue.path.map(String);
    const list = copy[key];
    if (issue.code === "too_big" && deeper.length === 0 && Array.isArray(list)) {
      copy[key] = list.slice(0, Number(issue.maximum));
    }
  }
}

function replaceAt(target: Record<PropertyKey, unknown>, path: PropertyKey[], value: unknown): void {
  const holder = path.slice(0, -1).reduce((at, key) => at[key] as Record<PropertyKey, unknown>, target);
  holder[path.at(-1) ?? ""] = value;
}

function toFaults(issue: z.core.$ZodIssue, raw: unknown): Fault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: pathOf([...issue.path, key]),
      rule: "is not a key of Shardview",
      remedy: `Remove it, or use one of: ${knownKeys(issue.path).join(", ")}`,
    }));
  }
  const value = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    raw,
  );
  const [key, inner] = issue.path.map(String);
  const secret = secretNames.includes(key ?? "") || (key === "connectorConfig" && holdsSecret(inner ?? ""));
  return [
    {
      path: pathOf(issue.path),
      value: secret || typeof value === "object" ? undefined : value,
      rule: value === undefined ? "is missing" : issue.message,
      remedy: remedyFor(issue.path),
    },
  ];
}

function remedyFor(path: PropertyKey[]): string {
  const key = String(path[0]);
  if (secretNames.includes(key)) return `Set it with: pulumi config set --secret ${key}`;
  if (path.length === 1 && key === "shards")
    return "Name at least one shard with name, hostPort and serverId";
  if (path.length === 1 && key === "tables") return "Name at least one table with table, id and mapping";
  return "Correct it in the stack file; Pulumi.yaml describes every key";
}

function knownKeys(path: PropertyKey[]): string[] {
  if (path.length === 0) return settingNames;
  if (path[0] === "images") return Object.keys(settingsSchema.shape.images.shape);
  const lists: Record<string, object> = { shards: shardSchema.shape, skip: skipSchema.shape };
  return Object.keys(lists[String(path[0])] ?? tableSchema.shape);
}

function pathOf(path: PropertyKey[]): string {
  return path
    .map((part, i) => {
      if (typeof part === "number") return `[${part}]`;
      return /^\w+$/.test(String(part)) ? `${i ? "." : ""}${String(part)}` : `[${JSON.stringify(part)}]`;
    })
    .join("");
}
