import { join } from "node:path";
import { build } from "esbuild";

/** The watcher's program as one script for QuickJS. `components` is the folder of the sources. */
export async function bundleWatcher(components: string): Promise<string> {
  const folder = join(components, "watcher");
  const lacking = join(folder, "no-node.ts");
  const { outputFiles } = await build({
    // Names of modules are in the text: relative to a folder that is the same everywhere.
    absWorkingDir: components,
    entryPoints: [join(folder, "main.ts")],
    outdir: folder,
    write: false,
    bundle: true,
    // No HTTP client and no hashes there; fingerprints are the program's matter, not the watcher's.
    alias: { axios: join(folder, "curl.ts"), "node:crypto": lacking, "node:util": lacking },
    platform: "neutral",
    format: "iife",
    target: "es2022",
    minifySyntax: true,
    minifyWhitespace: true,
    charset: "utf8",
  });
  return outputFiles[0]?.text ?? "";
}
