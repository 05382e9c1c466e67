// Builds the npm package into `dist/`: JavaScript and types of what `components/index.ts` and `components/environment.ts`
// export. Plain JavaScript, since npm runs it before it packs, also for a git dependency.
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");

rmSync(dist, { recursive: true, force: true });
const tsc = join(root, "node_modules/typescript/bin/tsc");
execFileSync(process.execPath, [tsc, "--project", join(root, "tsconfig.build.json")], { stdio: "inherit" });

const components = join(root, "components");
for (const file of readdirSync(components, { recursive: true })) {
  if (/\.(sh|sql)$/.test(file)) cpSync(join(components, file), join(dist, file));
}

// The code of the dynamic providers; what bundles it is not of the package.
const require = createRequire(import.meta.url);
const { builtCode } = require(join(dist, "dynamic/code.js"));
const { bundleProviders } = require(join(dist, "dynamic/bundle.js"));
for (const [name, text] of Object.entries(await bundleProviders(components)))
  writeFileSync(builtCode(dist, name), text);
rmSync(join(dist, "dynamic/bundle.js"));
