import { z } from "zod"; // shapes, types and paths of faults in one declaration
import { PROFILES } from "./profile";

const GROUP = "must be a group of keys";

const port = z
  .int("must be a whole number")
  .min(1024, "must be at least 1024")
  .max(65535, "must be at most 65535");
const memory = z
  .int("must be a whole number of MiB")
  .min(256, "must be at least 256 MiB")
  .max(1_048_576, "must be at most 1048576 MiB");

/** Entries of a list. Everything derived of shards and tables is a resource: a longer list is a mistake. */
function listOf<T extends z.ZodType>(entry: T, longest = 100) {
  return z.array(entry, "must be a list").max(longest, `has more than ${longest} entries`);
}

const generation = z.int("must be a whole number").min(0, "must be at least 0");

export const shardSchema = z.strictObject(
  {
    name: z.string("must be a text"),
    hostPort: port,
    serverId: z
      .int("must be a whole number")
      .min(1, "must be at least 1")
      .max(4294967295, "must be at most 4294967295"),
    connector: z.string("must be a text").optional(),
    state: z.enum(["running", "paused", "stopped"], "must be running, paused or stopped").optional(),
    snapshot: generation.optional(),
    offsetsReset: generation.optional(),
    recovery: generation.optional(),
  },
  GROUP,
);

export const tableSchema = z.strictObject(
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

export const skipSchema = z.strictObject(
  {
    topic: z.string("must be a text"),
    partition: z.int("must be a whole number").min(0, "must be at least 0").default(0),
    offset: z.int("must be a whole number").min(0, "must be at least 0"),
  },
  GROUP,
);

const password = z.string("must be a text").min(1, "is empty");

/** Shapes and messages; `parse-settings.ts` makes faults of them. */
export const settingsSchema = z.strictObject({
  timeZone: z.string("must be a text"),
  shards: listOf(shardSchema, 1000).min(1, "is an empty list"),
  tables: listOf(tableSchema).min(1, "is an empty list"),
  skip: listOf(skipSchema, 1000),
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
  maxRowSize: z
    .int("must be a whole number of MiB")
    .min(1, "must be at least 1 MiB")
    .max(16, "must be at most 16 MiB"),
  profile: z.enum(PROFILES, "must be fresh, balanced or throughput").default("fresh"),
  // The entrypoints split them at blanks, and the shell sees the rest as it is.
  jvmOptions: z
    .string("must be a text")
    .regex(/^[\w+\-=.,:/ ]*$/, "may hold letters, digits, blanks and +-=.,:/_ only")
    .default(""),
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
  acceptLoss: listOf(z.string("must be a text")),
  watch: z.boolean("must be true or false"),
  watchInterval: z
    .int("must be a whole number of seconds")
    .min(1, "must be at least 1 second")
    .max(60, "must be at most 60 seconds"),
  watchRestarts: z.int("must be a whole number").min(0, "must be at least 0").max(20, "must be at most 20"),
  protectData: z.boolean("must be true or false"),
  readyTimeout: z
    .int("must be a whole number of seconds")
    .min(10, "must be at least 10 seconds")
    .max(86_400, "must be at most 86400 seconds"),
});

/** The stack's configuration, of the right shape; what the values mean together is checked in `rules/`. */
export type Settings = z.infer<typeof settingsSchema>;
export type ShardSettings = z.infer<typeof shardSchema>;
export type TableSettings = z.infer<typeof tableSchema>;

/** Names of the keys under `shardview:`. */
export const settingNames = Object.keys(settingsSchema.shape) as (keyof Settings)[];

/** Keys whose values never appear in a message. */
export const secretNames: readonly string[] = ["rootPassword", "appPassword", "cdcPassword"];

/** Whether the value of a connector's setting never appears in a message. */
export function holdsSecret(connectorKey: string): boolean {
  return /password|secret|jaas|token|credential/i.test(connectorKey);
}
