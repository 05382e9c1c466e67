import * as pulumi from "@pulumi/pulumi";
import type { Fault } from "./faults";
import { isDeep } from "./objects";
import { parseSettings } from "./parse-settings";
import { secretNames, settingNames, type Settings } from "./settings";

/** The stack's passwords, as secrets: they travel as Outputs only. */
export interface Secrets {
  root: pulumi.Output<string>;
  app: pulumi.Output<string>;
  cdc: pulumi.Output<string>;
}

/** How a key's text in the stack file becomes a value. */
const textKeys: readonly string[] = ["timeZone", "profile", "jvmOptions", ...secretNames];

/**
 * Reads the whole `shardview:` namespace of the stack's configuration, but for the passwords' Outputs: settings, and every
 * fault of shape and every unknown key.
 */
export function readConfig(): { settings: Settings; faults: Fault[] } {
  const all = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith("shardview:"));
  const unreadable: Fault[] = [];
  const raw = new Map<string, unknown>();
  for (const [fullKey, text] of all) {
    const key = fullKey.slice("shardview:".length);
    try {
      raw.set(key, textKeys.includes(key) || !isSetting(key) ? text : readJson(text));
    } catch {
      const remedy = "Write it as Pulumi.yaml describes the key";
      // Settings of the connectors may hold passwords.
      const value = key === "connectorConfig" ? undefined : text;
      unreadable.push({ path: key, value, rule: "cannot be read", remedy });
    }
  }
  // Not by assignment, with which `__proto__` is no key like others.
  const { settings, faults } = parseSettings(Object.fromEntries(raw));
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

function readJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (isDeep(value)) throw new Error("it is nested too deep");
  return value;
}

function isSetting(key: string): boolean {
  return (settingNames as string[]).includes(key);
}
