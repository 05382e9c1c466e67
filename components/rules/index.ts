import type { Fault } from "../faults";
import type { Settings } from "../settings";
import type { World } from "../world";
import type { Rule } from "./rule";
import { connectorConfig, images, passwords, timeZone } from "./scalars";
import { ports, serverIds, shardNames } from "./shards";
import { skippedMessages, tables } from "./tables";

const rules: Rule[] = [
  shardNames,
  serverIds,
  ports,
  tables,
  skippedMessages,
  timeZone,
  passwords,
  images,
  connectorConfig,
];

/** Every rule over the whole configuration; all are asked, so that all faults come out at once. */
export function checkRules(settings: Settings, world: World): Fault[] {
  return rules.flatMap((rule) => rule(settings, world));
}
