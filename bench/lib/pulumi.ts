import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, projectRoot } from "../../toolchain/lib/paths";
import { run } from "../../toolchain/lib/process";
import { pulumiEnvironment } from "../../toolchain/lib/pulumi-environment";
import type { Reporter } from "../../toolchain/lib/reporter";
import { ensurePulumi, pulumiStep } from "../../toolchain/steps/pulumi";
import type { BenchStack } from "./stack";
import { inSeconds } from "./statistics";

/** The Pulumi CLI itself, without the npm command around it, and how long its commands take. */
export class TimedPulumi {
  private constructor(
    private readonly cli: string,
    private readonly cwd: string,
    private readonly stack: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** The commands of a stack. */
  static async of(stack: BenchStack, reporter: Reporter): Promise<TimedPulumi> {
    const { PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE } = stack.environment;
    return await TimedPulumi.open(reporter, projectRoot, stack.name, {
      PULUMI_BACKEND_URL,
      PULUMI_CONFIG_PASSPHRASE,
    });
  }

  /** The commands of a program without resources, whose stack is made anew. */
  static async empty(reporter: Reporter): Promise<TimedPulumi> {
    const state = join(cacheFolder(), "bench", "state", "empty");
    rmSync(state, { recursive: true, force: true });
    mkdirSync(state, { recursive: true });
    const env = { PULUMI_BACKEND_URL: `file://${state}`, PULUMI_CONFIG_PASSPHRASE: "test" };
    const folder = join(projectRoot, "bench", "rivals", "empty");
    const pulumi = await TimedPulumi.open(reporter, folder, "test-empty", env);
    await pulumi.time("stack", "init", "--no-select");
    await pulumi.up();
    return pulumi;
  }

  private static async open(
    reporter: Reporter,
    cwd: string,
    stack: string,
    env: NodeJS.ProcessEnv,
  ): Promise<TimedPulumi> {
    const installation = await reporter.result(pulumiStep, ensurePulumi);
    const whole = { ...(await pulumiEnvironment(installation)), ...env };
    return new TimedPulumi(installation.cli, cwd, stack, whole);
  }

  async up(): Promise<number> {
    return await this.time("up", "--yes", "--skip-preview");
  }

  /** Runs a command and gives its seconds. @throws CommandError when it fails. */
  async time(...args: readonly string[]): Promise<number> {
    const started = performance.now();
    const all = [...args, "--stack", this.stack, "--non-interactive"];
    await run(this.cli, all, { cwd: this.cwd, env: this.env });
    return inSeconds(performance.now() - started);
  }
}
