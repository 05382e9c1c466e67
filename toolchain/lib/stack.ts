import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExportedStack } from "./exported-stack";
import { Failure } from "./failure";
import { checkInterruption } from "./process";
import type { PulumiCli } from "./pulumi-cli";
import type { Reporter } from "./reporter";

/** The stack that `npm start` and `npm run down` work on: SHARDVIEW_STACK, else `dev`. */
export function stackName(env: NodeJS.ProcessEnv = process.env): string {
  return env.SHARDVIEW_STACK === undefined || env.SHARDVIEW_STACK === "" ? "dev" : env.SHARDVIEW_STACK;
}

/** The Pulumi commands that the scripts need, on one stack. */
export class StackCommands {
  constructor(
    readonly stack: string,
    private readonly cli: PulumiCli,
    private readonly reporter: Reporter,
  ) {}

  /** Selects the stack, so that plain `pulumi` commands mean it too; creates it when it is new. */
  async select(): Promise<void> {
    await this.cli.capture(["stack", "select", "--create", this.stack]);
  }

  async exists(): Promise<boolean> {
    const stacks = JSON.parse(await this.cli.capture(["stack", "ls", "--json"])) as { name: string }[];
    return stacks.some(({ name }) => name === this.stack || name.endsWith(`/${this.stack}`));
  }

  async export(): Promise<ExportedStack> {
    return JSON.parse(await this.cli.capture(["stack", "export", "--stack", this.stack])) as ExportedStack;
  }

  async import(exported: ExportedStack): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "shardview-"));
    try {
      const file = join(folder, "stack.json");
      writeFileSync(file, JSON.stringify(exported), { mode: 0o600 });
      await this.cli.capture(["stack", "import", "--stack", this.stack, "--file", file]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Has the state follow what the providers find of these resources. */
  async refresh(urns: readonly string[]): Promise<void> {
    const targets = urns.flatMap((urn) => ["--target", urn]);
    await this.cli.capture(["refresh", "--yes", "--skip-preview", "--stack", this.stack, ...targets]);
  }

  async outputs(): Promise<unknown> {
    return JSON.parse(await this.cli.capture(["stack", "output", "--json", "--stack", this.stack]));
  }

  /** Runs a command that shows its own progress. @throws Failure when its exit code is not 0. */
  async show(step: string, args: readonly string[], remedy: string): Promise<void> {
    const code = await this.cli.show([...args, "--stack", this.stack]);
    checkInterruption();
    if (code !== 0) {
      const words = code > 128 ? "it was killed" : 'its own words are above, under "Diagnostics"';
      throw new Failure(step, `pulumi ${args[0] ?? ""} ended with exit code ${code}; ${words}`, remedy);
    }
    this.reporter.line("");
  }
}

/**
 * Whether a state folder may know the stack; true for a backend that is no folder. Asks no CLI, so that `down` on a bare
 * clone needs none.
 */
export function mayKnow(stack: string, folder: string | undefined): boolean {
  if (folder === undefined) return true;
  const state = join(folder, ".pulumi", "stacks", "shardview", `${stack}.json`);
  return existsSync(state) || existsSync(`${state}.gz`);
}
