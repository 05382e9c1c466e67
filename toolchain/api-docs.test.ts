import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { projectRoot } from "./lib/paths";
import { run } from "./lib/process";

/** The text of every file in a folder, by its path. */
function texts(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}

it("docs/api says what the docstrings say; `npm run docs:api` writes it anew", async () => {
  const folder = mkdtempSync(join(tmpdir(), "shardview-docs-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const typedoc = join(projectRoot, "node_modules/typedoc/bin/typedoc");
  await run(process.execPath, [typedoc, "--out", folder], { cwd: projectRoot });
  expect(texts(join(projectRoot, "docs/api"))).toEqual(texts(folder));
}, 120_000);
