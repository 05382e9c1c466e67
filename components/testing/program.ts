import { execFile } from "node:child_process";
import { join } from "node:path";
import { secretNames } from "../settings";
import { devConfiguration, ROOT } from "./fixtures";

/** A resource as the program registers it. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  /** Other resources by their names; an empty text for none. */
  options: {
    parent: string;
    dependsOn: string[];
    deletedWith: string;
    protect: boolean;
    retainOnDelete: boolean;
  };
}

/** What the program did with a configuration. */
export interface Declared {
  resources: Registered[];
  outputs?: Record<string, unknown>;
  error?: string;
}

/**
 * Runs the whole program once for each change of the default stack's configuration, against Pulumi's mocks.
 * Nothing is asked of an engine, and no port is tried.
 */
export async function declareProgram<const Changes extends readonly Record<string, unknown>[]>(
  changes: Changes,
): Promise<{ -readonly [I in keyof Changes]: Declared }> {
  const runs = changes.map((change) => ({
    stack: "dev",
    configuration: asTexts({ ...devConfiguration(), ...change }),
    secretKeys: secretNames.map((key) => `shardview:${key}`),
  }));
  const output = await new Promise<string>((resolve, reject) => {
    const script = join(ROOT, "components/testing/declare-program.mjs");
    // A remote engine's ports are not tried.
    const env = { ...process.env, DOCKER_HOST: "tcp://localhost:1" };
    const child = execFile(
      process.execPath,
      [script],
      { cwd: ROOT, env, maxBuffer: 2 ** 30 },
      (error, stdout, stderr) => {
        if (error) reject(new Error(stderr || error.message));
        else resolve(stdout);
      },
    );
    child.stdin?.end(JSON.stringify(runs));
  });
  return JSON.parse(output) as { -readonly [I in keyof Changes]: Declared };
}

/** The configuration as the engine hands it over: texts, each under its full key. */
export function asTexts(configuration: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configuration).map(([key, value]) => [
      `shardview:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
