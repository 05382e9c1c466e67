import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { environmentOf, type Environment } from "../../operations/environment";
import { cacheFolder, projectRoot } from "../../toolchain/lib/paths";
import type { StackOutputs } from "../../toolchain/lib/summary";
import { PASSWORDS } from "../../tests/support/running-stack";
import { docker } from "../../tests/support/run";
import { TestStack } from "../../tests/support/stack";

const NAME = "test-bench";
const STATE = join(cacheFolder(), "bench", "state", NAME);
const FILE = join(projectRoot, `Pulumi.${NAME}.yaml`);
/** Its ports begin here, above the defaults. */
const BASE = 6_000;

/** A shard of the measured stack, as the harness reaches it. */
export interface BenchShard {
  readonly name: string;
  readonly port: number;
  readonly container: string;
}

/** The stack that is measured: all defaults, a name and ports of its own. It can be kept from one benchmark to the next. */
export class BenchStack extends TestStack {
  private constructor(shardCount: number) {
    super(NAME, BASE, shardCount, PASSWORDS, projectRoot, STATE);
    this.unlikeDefault = {};
    this.buildsImages = true;
  }

  /** The stack, not yet up. One that was kept and still runs is the same again; what is left of another is removed. */
  static async open(shardCount: number, settings: Record<string, unknown> = {}): Promise<BenchStack> {
    const stack = new BenchStack(shardCount);
    const known = existsSync(STATE) && existsSync(FILE) && (await stack.runs());
    if (!known) rmSync(STATE, { recursive: true, force: true });
    mkdirSync(STATE, { recursive: true });
    if (!known) await stack.init();
    stack.settings = settings;
    stack.writeConfig();
    return stack;
  }

  /** The running stack, as its outputs describe it. */
  async describe(): Promise<RunningBench> {
    const { stdout } = await this.succeed("stack", "output", "--json");
    const outputs = JSON.parse(stdout) as StackOutputs & { containers: Record<string, string> };
    const environment = environmentOf(this.name, outputs);
    if (!environment) throw new Error(`stack ${this.name} is not up`);
    const shards = Object.entries(outputs.shards).map(([name, { port, container }]) => ({
      name,
      port,
      container,
    }));
    return { stack: this, environment, shards, containers: outputs.containers };
  }

  /** Runs SQL as root that leaves no trace in the binlog. */
  async unlogged(shard: BenchShard, sql: string): Promise<string> {
    return await this.sql(shard.name, `SET SESSION sql_log_bin = OFF; ${sql}`);
  }

  /** Whether all its containers run. */
  async runs(): Promise<boolean> {
    const names = await docker([
      "ps",
      "--filter",
      `label=shardview.stack=${this.name}`,
      "--format",
      "{{.Names}}",
    ]);
    return names.split("\n").filter(Boolean).length >= this.shards.length + 3;
  }
}

/** A stack that runs. */
export interface RunningBench {
  readonly stack: BenchStack;
  readonly environment: Environment;
  readonly shards: readonly BenchShard[];
  /** Names of the containers that are no shard. */
  readonly containers: Readonly<Record<string, string>>;
}
