import { z } from "zod"; // shapes, types and paths of faults in one declaration
import type { Fault } from "./faults";

const GROUP = "must be a group of keys";

const port = z
  .int("must be a whole number")
  .min(1024, "must be at least 1024")
  .max(65535, "must be at most 65535");
const memory = z.int("must be a whole number of MiB").min(256, "must be at least 256 MiB");

const shard = z.strictObject(
  {
    name: z.string("must be a text"),
    hostPort: port,
    serverId: z
      .int("must be a whole number")
      .min(1, "must be at least 1")
      .max(4294967295, "must be at most 4294967295"),
    connector: z.string("must be a text").optional(),
  },
  GROUP,
);

const table = z.strictObject(
  {
    table: z.string("must be a text"),
    id: z.string("must be a text"),
    mapping: z.string("must be a text"),
    alias: z.string("must be a text").optional(),
    partitions: z
      .int("must be a whole number")
      .min(1, "must be at least 1")
      .max(100, "must be at most 100")
      .default(1),
  },
  GROUP,
);

const password = z.string("must be a text").min(1, "is empty");

const settings = z.strictObject({
  timeZone: z.string("must be a text"),
  shards: z.array(shard, "must be a list").min(1, "is an empty list"),
  tables: z.array(table, "must be a list").min(1, "is an empty list"),
  rootPassword: password,
  appPassword: password,
  cdcPassword: password,
  connectPort: port,
  kafkaPort: port,
  searchPort: port,
  mysqlMemory: memory,
  kafkaMemory: memory,
  connectMemory: memory,
  searchMemory: memory,
  images: z.strictObject(
    {
      mysql: z.string("must be a text").optional(),
      kafka: z.string("must be a text").optional(),
      connect: z.string("must be a text").optional(),
      search: z.string("must be a text").optional(),
    },
    GROUP,
  ),
  connectorConfig: z.record(
    z.string(),
    z.string("must be a text; write numbers and booleans in quotes"),
    GROUP,
  ),
  protectData: z.boolean("must be true or false"),
  readyTimeout: z.int("must be a whole number of seconds").min(10, "must be at least 10 seconds"),
});

/** The stack's configuration, of the right shape; what the values mean together is checked in `rules/`. */
export type Settings = z.infer<typeof settings>;
export type ShardSettings = z.infer<typeof shard>;
export type TableSettings = z.infer<typeof table>;

/** Names of the keys under `shardview:`. */
export const settingNames = Object.keys(settings.shape) as (keyof Settings)[];

/** Keys whose values never appear in a message. */
export const secretNames: readonly string[] = ["rootPassword", "appPassword", "cdcPassword"];

/**
 * Checks the shape of the raw configuration, a plain object with the keys of the `shardview:` namespace. Always gives
 * settings beside the faults: what is not of its type is replaced by a neutral value, so that the rules can look at the rest
 * and every fault comes out at once.
 */
export function parseSettings(raw: Record<string, unknown>): { settings: Settings; faults: Fault[] } {
  const issues = settings.safeParse(raw).error?.issues ?? [];
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
  // A neutral group lacks its own keys: again, until nothing is of a wrong type.
  for (;;) {
    const result = settings.safeParse(copy);
    if (result.success) return result.data;
    const wrong = result.error.issues.filter((issue) => issue.code === "invalid_type");
    if (wrong.length === 0) return copy as unknown as Settings;
    for (const issue of wrong) replaceAt(copy, issue.path, structuredClone(neutral[issue.expected]));
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
  const secret = secretNames.includes(String(issue.path[0]));
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
  if (path[0] === "images") return Object.keys(settings.shape.images.shape);
  return Object.keys(path[0] === "shards" ? shard.shape : table.shape);
}

function pathOf(path: PropertyKey[]): string {
  return path
    .map((part, i) => {
      if (typeof part === "number") return `[${part}]`;
      return /^\w+$/.test(String(part)) ? `${i ? "." : ""}${String(part)}` : `[${JSON.stringify(part)}]`;
    })
    .join("");
}
