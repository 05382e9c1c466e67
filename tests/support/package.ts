import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { stringify } from "yaml";
import { ROOT, run, type Run } from "./run";
import { type TestStack } from "./stack";

/** Packs the library as npm would publish it. Gives the path of the tarball, which is in a folder of its own. */
export async function packLibrary(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "shardview-package-"));
  const name = await npm(ROOT, "pack", "--silent", "--pack-destination", folder);
  return join(folder, name.trim().split("\n").at(-1) ?? "");
}

/** Runs npm in a folder and gives its standard output; throws when it fails. */
export async function npm(folder: string, ...args: string[]): Promise<string> {
  const { code, output, stdout } = await run("npm", args, {}, "", folder);
  if (code !== 0) throw new Error(`npm ${args.join(" ")}: exit code ${code}\n${output}`);
  return stdout;
}

/** A Pulumi program of its own, in a folder outside the project, that depends on the packed library. */
export class OtherProgram {
  readonly folder = mkdtempSync(join(tmpdir(), "shardview-program-"));
  private typesChecked = false;

  /** `source` is the folder to copy; `stack` the one whose backend and CLI are used, `name` that of the program's. */
  constructor(
    source: string,
    private readonly stack: TestStack,
    private readonly name = stack.name,
  ) {
    cpSync(source, this.folder, { recursive: true });
  }

  /** Installs the dependencies and the library. What the project has is copied, so that little is asked of a registry. */
  async install(tarball: string): Promise<void> {
    const modules = join(ROOT, "node_modules");
    const filter = (path: string) => basename(path) !== ".package-lock.json";
    cpSync(modules, join(this.folder, "node_modules"), { recursive: true, verbatimSymlinks: true, filter });
    cpSync(tarball, join(this.folder, basename(tarball)));
    await npm(this.folder, "install", "--prefer-offline", "--no-progress");
  }

  /** Makes the stack with its configuration. */
  async init(config: Record<string, unknown>): Promise<void> {
    const { name } = JSON.parse(readFileSync(join(this.folder, "package.json"), "utf8")) as { name: string };
    const entries = Object.entries(config).map(([key, value]) => [`${name}:${key}`, value]);
    const file = join(this.folder, `Pulumi.${this.name}.yaml`);
    writeFileSync(file, stringify({ config: Object.fromEntries(entries) as unknown }));
    await this.pulumi("stack", "init", this.name);
  }

  /** Runs the CLI as a user of the program does, types checked until the first `up` is through; throws what it printed when it fails. */
  async pulumi(...args: string[]): Promise<Run> {
    const stack = args[0] === "stack" ? [] : ["--stack", this.name];
    const env = { ...this.stack.environment, PULUMI_NODEJS_TRANSPILE_ONLY: String(this.typesChecked) };
    const flags = [...args, ...stack, "--cwd", this.folder, "--non-interactive"];
    const result = await run("npm", ["run", "--silent", "pulumi", "--", ...flags], env);
    if (result.code !== 0)
      throw new Error(`pulumi ${args.join(" ")}: exit code ${result.code}\n${result.output}`);
    this.typesChecked ||= args[0] === "up";
    return result;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
