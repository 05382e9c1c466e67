import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ProviderName } from "./bundle";

const components = dirname(__dirname);
let bundled: Promise<Record<ProviderName, string>> | undefined;

/** Path of a provider's code in the built package. */
export function builtCode(folder: string, name: ProviderName): string {
  return join(folder, name, "provider.code.js");
}

/**
 * The code of a provider as it is stored in the state: from the built package, or bundled from the source, by a process beside this one
 * while the program declares what comes before.
 */
export async function providerCode(name: ProviderName): Promise<string> {
  const built = builtCode(components, name);
  if (existsSync(built)) return readFileSync(built, "utf8");
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the package has no bundler
  bundled ??= (require("./bundle") as typeof import("./bundle")).bundleProviders(components);
  return (await bundled)[name];
}
