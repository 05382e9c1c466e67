import * as pulumi from "@pulumi/pulumi";
import { describeFaults, type Fault } from "./faults";
import { parseSettings, secretNames, settingNames, type Settings } from "./settings";

/** The stack's passwords, as secrets: they travel as Outputs only. */
export interface Secrets {
  root: pulumi.Output<string>;
  app: pulumi.Output<string>;
  cdc: pulumi.Output<string>;
}

/** How a key's text in the stack file becomes a value. */
const textKeys: readonly string[] = ["timeZone", ...secretNames];

/**
 * Reads the whole `shardview:` namespace of the stack's configuration: the only place that does.
 * The values are of the right shape. Throws a RunError that lists every fault of shape and every unknown key.
 */
export function readConfig(): { settings: Settings; secrets: Secrets } {
  const all = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith("shardview:"));
  const faults: Fault[] = [];
  const raw: Record<string, unknown> = {};
  for (const [fullKey, text] of all) {
    const key = fullKey.slice("shardview:".length);
    try {
      raw[key] = textKeys.includes(key) || !isSetting(key) ? text : JSON.parse(text);
    } catch {
      faults.push({
        path: key,
        value: text,
        rule: "cannot be read",
        remedy: "Write it as Pulumi.yaml describes the key",
      });
    }
  }
  const unread = faults.map((fault) => fault.path);
  const parsed = parseSettings(raw);
  if ("faults" in parsed) faults.push(...parsed.faults.filter((fault) => !unread.includes(fault.path)));
  if (faults.length > 0 || !("settings" in parsed))
    throw new pulumi.RunError(describeFaults(pulumi.getStack(), faults));
  return { settings: parsed.settings, secrets: readSecrets() };
}

function readSecrets(): Secrets {
  const config = new pulumi.Config("shardview");
  return {
    root: config.requireSecret("rootPassword"),
    app: config.requireSecret("appPassword"),
    cdc: config.requireSecret("cdcPassword"),
  };
}

function isSetting(key: string): boolean {
  return (settingNames as string[]).includes(key);
}
