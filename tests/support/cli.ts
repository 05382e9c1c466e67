import { environmentFor } from "../../toolchain/lib/pulumi-environment";
import { Reporter } from "../../toolchain/lib/reporter";
import { dockerHost } from "../../toolchain/steps/docker-engine";
import { ensurePulumi, pulumiStep } from "../../toolchain/steps/pulumi";
import { run, type Run } from "./run";

const installed = (() => {
  let asked: ReturnType<typeof ask> | undefined;
  const ask = async () => {
    const reporter = new Reporter(process.stderr, { quiet: true });
    const [installation, host] = await Promise.all([reporter.result(pulumiStep, ensurePulumi), dockerHost()]);
    return { installation, host };
  };
  return () => (asked ??= ask());
})();

/**
 * Runs the CLI as `npm run pulumi` does, with the same environment. It leaves out what that does before: to take up the CLI
 * each time, and to clear up after an interrupted run.
 */
export async function pulumi(args: string[], env: NodeJS.ProcessEnv, cwd: string): Promise<Run> {
  const { installation, host } = await installed();
  const backend = env.PULUMI_BACKEND_URL ?? "";
  return run(
    installation.cli,
    args,
    environmentFor(installation, { ...process.env, ...env }, { backend, dockerHost: host }),
    "",
    cwd,
  );
}
