import { removeHalfWritten } from "./half-written";
import { removeStaleLocks } from "./locks";
import { projectRoot } from "./paths";
import { passThrough, run, tryRun, type RunResult } from "./process";
import { backendFolder, backendUrl, pulumiEnvironment, type PulumiInstallation } from "./pulumi-environment";
import type { Reporter } from "./reporter";

/** The Pulumi CLI with the environment in which it works on the project. */
export class PulumiCli {
  private constructor(
    private readonly command: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Prepares the environment, and removes from a state folder the locks and the half-written files of an interrupted run. */
  static async open(installation: PulumiInstallation, reporter: Reporter): Promise<PulumiCli> {
    const env = await pulumiEnvironment(installation);
    const folder = backendFolder(backendUrl());
    if (folder !== undefined) {
      for (const pid of removeStaleLocks(folder))
        reporter.line(`        removed the lock of an interrupted run (process ${pid} is gone)`);
      for (const file of removeHalfWritten(folder))
        reporter.line(`        removed ${file}, which an interrupted run had begun to write`);
    }
    return new PulumiCli(installation.cli, env);
  }

  /** What a command writes to stdout. @throws CommandError when its exit code is not 0. */
  async capture(args: readonly string[]): Promise<string> {
    const options = { cwd: projectRoot, env: this.env };
    return (await run(this.command, [...args, "--non-interactive"], options)).stdout;
  }

  /** Like {@link capture}, but an exit code other than 0 is the caller's to judge. */
  tryCapture(args: readonly string[]): Promise<RunResult> {
    return tryRun(this.command, [...args, "--non-interactive"], { cwd: projectRoot, env: this.env });
  }

  /** Runs a command on this terminal and gives back its exit code. */
  show(args: readonly string[]): Promise<number> {
    return passThrough(this.command, args, { cwd: projectRoot, env: this.env });
  }
}
