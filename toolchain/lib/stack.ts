import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "./failure";
import { checkInterruption } from "./process";
import type { PulumiCli } from "./pulumi-cli";
import type { Reporter } from "./reporter";

/** The stack that `npm start` and `npm run down` work on: SHARDVIEW_STACK, else `dev`. */
export function stackName(env: NodeJS.ProcessEnv = process.env): string {
  return env.SHARDVIEW_STACK === undefined || env.SHARDVIEW_STACK === "" ? "dev" : env.SHARDVIEW_STACK;
}

/** A resource of the engine whose creation was begun, and by the state was never heard of again. */
export interface UnfinishedResource {
  readonly type: "container" | "network" | "volume";
  readonly name: string;
}

const ENGINE_TYPES: Record<string, UnfinishedResource["type"]> = {
  "docker:index/container:Container": "container",
  "docker:index/network:Network": "network",
  "docker:index/volume:Volume": "volume",
};

/** The parts of an exported stack that matter here. */
export interface ExportedStack {
  readonly deployment?: {
    readonly pending_operations?: readonly {
      readonly type?: string;
      readonly resource?: { readonly type?: string; readonly inputs?: Record<string, unknown> };
    }[];
  };
}

/** What an interrupted `up` was just creating on the engine. */
export function unfinishedCreations(exported: ExportedStack): UnfinishedResource[] {
  return (exported.deployment?.pending_operations ?? []).flatMap((operation) => {
    const type = ENGINE_TYPES[operation.resource?.type ?? ""];
    const name = operation.resource?.inputs?.name;
    return operation.type === "creating" && type !== undefined && typeof name === "string"
      ? [{ type, name }]
      : [];
  });
}

/** The same stack without the memory of operations that were interrupted. */
export function withoutPendingOperations(exported: ExportedStack): ExportedStack {
  return { ...exported, deployment: { ...exported.deployment, pending_operations: [] } };
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
