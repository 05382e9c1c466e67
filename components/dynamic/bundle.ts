import { basename, join } from "node:path";
import { build } from "esbuild";

/** Folders beside this one whose `provider.ts` is a dynamic provider. */
export const PROVIDERS = ["connect", "kafka", "search"] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/**
 * The code of every provider with all that it calls, as one CommonJS module each, which exports `handler`. Packages are left
 * to be loaded when it runs. Names are kept for the traces. `components` is the folder of the sources.
 */
export async function bundleProviders(components: string): Promise<Record<ProviderName, string>> {
  const entries = PROVIDERS.map((name) => [name, join(components, name, "provider.ts")]);
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(entries) as Record<string, string>,
    outdir: components,
    write: false,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "cjs",
    target: "node20",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    charset: "utf8",
  });
  const texts = outputFiles.map(({ path, text }) => [basename(path, ".js"), text]);
  return Object.fromEntries(texts) as Record<ProviderName, string>;
}
