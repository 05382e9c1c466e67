// The first file that runs on a bare clone: plain JavaScript, nothing but Node itself. It makes sure that the npm
// dependencies are those of package-lock.json and then hands over to main.ts.
import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { fileURLToPath } from "node:url";
import { dependenciesFit, nodeFits } from "./dependencies.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

function fail(cause, remedy) {
  console.error(
    `\nFAILED  npm dependencies\n  cause:       ${cause.split("\n").join("\n               ")}\n  what to do:  ${remedy}`,
  );
  process.exit(1);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8"));
  } catch {
    return undefined;
  }
}

/** Runs `npm ci` with its output kept for a failure; says every 15 s that it is still busy. */
async function installDependencies() {
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  console.error("...     npm dependencies: npm ci");
  const busy = setInterval(() => console.error(`...     npm dependencies (${seconds()})`), 15_000);
  const child = spawn("npm", ["ci", "--include=dev", "--no-progress"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = [];
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.stderr.on("data", (chunk) => output.push(chunk));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => child.kill(signal));
  const [code, signal] = await new Promise((resolve) => {
    child.on("error", (error) => {
      output.push(Buffer.from(error.message));
      resolve([1, null]);
    });
    child.on("close", (...ended) => resolve(ended));
  });
  clearInterval(busy);
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeAllListeners(name);
  if (signal !== null) process.exit(signal === "SIGINT" ? 130 : 143);
  if (code !== 0) {
    const words = Buffer.concat(output).toString().trimEnd().split("\n").slice(-20).join("\n");
    fail(
      `npm ci ended with exit code ${code}:\n${words}`,
      "repair what npm names above, then run the same command again",
    );
  }
  console.error(`ok      npm dependencies (${seconds()})`);
}

const manifest = readJson("package.json");
if (!nodeFits(process.versions.node, manifest.engines.node)) {
  fail(
    `this is Node ${process.versions.node}, the project needs ${manifest.engines.node}`,
    "install a newer Node (https://nodejs.org) and run the same command again",
  );
}
if (!dependenciesFit(readJson("package-lock.json"), readJson("node_modules/.package-lock.json"))) {
  await installDependencies();
}
const require = createRequire(import.meta.url);
require("tsx/cjs/api").register();
require("./main.ts");
