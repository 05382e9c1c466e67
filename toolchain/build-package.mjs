// Builds the npm package into `dist/`: JavaScript and types of what `components/index.ts` and `components/environment.ts`
// export. Plain JavaScript, since npm runs it before it packs, also for a git dependency.
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");

rmSync(dist, { recursive: true, force: true });
const tsc = join(root, "node_modules/typescript/bin/tsc");
execFileSync(process.execPath, [tsc, "--project", join(root, "tsconfig.build.json")], { stdio: "inherit" });

// Pulumi stores a provider's code in the state. It takes a module of an installed package as `require("<path in the
// package>")`, which the next version may not have; one that is marked so it takes by value, as it does a program's own
// (pulumi/pulumi: sdk/nodejs/runtime/closure/createClosure.ts).
for (const file of readdirSync(dist, { recursive: true })) {
  if (file.endsWith(".js")) appendFileSync(join(dist, file), "exports.deploymentOnlyModule = true;\n");
}
const components = join(root, "components");
for (const file of readdirSync(components, { recursive: true })) {
  if (/\.(sh|sql)$/.test(file)) cpSync(join(components, file), join(dist, file));
}
