import * as pulumi from "@pulumi/pulumi";
import type { Fault } from "./faults";
import { parseSettings } from "./parse-settings";
import { secretNames, settingNames, type Settings } from "./settings";

/** The stack's passwords, as secrets: they travel as Outputs only. */
export interface Secrets {
  root: pulumi.Output<string>;
  app: pulumi.Output<string>;
  cdc: pulumi.Output<string>;
}

/** How a key's text in the stack file becomes a value. */
const textKeys: readonly string[] = ["timeZone", ...secretNames];

/**
 * Reads the whole `shardview:` namespace of the stack's configuration, but for the passwords' Outputs: settings, and every
 * fault of shape and every unknown key.
 */
export function readConfig(): { settings: Settings; faults: Fault[] } {
  const all = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith("shardview:"));
  const unreadable: Fault[] = [];
  const raw: Record<string, unknown> = {};
  for (const [fullKey, text] of all) {
    const key = fullKey.slice("shardview:".length);
    try {
      raw[key] = textKeys.includes(key) || !isSetting(key) ? text : JSON.parse(text);
    } catch {
      const remedy = "Write it as Pulumi.yaml describes the key";
      unreadable.push({ path: key, value: text, rule: "cannot be read", remedy });
    }
  }
  const { settings, faults } = parseSettings(raw);
  const missing = faults.filter((fault) => !unreadable.some(({ path }) => path === fault.path));
  return { settings, faults: [...unreadable, ...missing] };
}

/** The passwords. Throws Pulumi's own error for one that is missing; the plan refuses that before. */
export function readSecrets(): Secrets {
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
