import { CommandError } from "../lib/process";
import { PulumiCli } from "../lib/pulumi-cli";
import { recover } from "../lib/recovery";
import { Reporter } from "../lib/reporter";
import { StackCommands } from "../lib/stack";
import { keepsVolumes } from "../lib/stack-file";
import { ensurePulumi, pulumiStep } from "../steps/pulumi";

const UP = ["up", "update"];
const DESTROY = ["destroy", "down"];

/** The stack that the arguments name; undefined for the selected one. */
export function namedStack(args: readonly string[]): string | undefined {
  for (const [position, arg] of args.entries()) {
    if (arg === "--stack" || arg === "-s") return args[position + 1];
    if (arg.startsWith("--stack=")) return arg.slice("--stack=".length);
  }
  return undefined;
}

/** Clears up after an interrupted run, where this one would trip over what it left. */
async function prepare(cli: PulumiCli, args: readonly string[], reporter: Reporter): Promise<void> {
  const command = args[0] ?? "";
  if (![...UP, ...DESTROY].includes(command)) return;
  try {
    const stack = namedStack(args) ?? (await cli.capture(["stack", "--show-name"])).trim();
    const volumes = DESTROY.includes(command) && !keepsVolumes(stack);
    await recover(new StackCommands(stack, cli, reporter), reporter, { volumes });
  } catch (error) {
    // No such stack, no engine: the command itself says so better.
    if (!(error instanceof CommandError)) throw error;
  }
}

/**
 * `npm run pulumi -- <args>`: the CLI with the project's environment, on this terminal; its exit code is ours. What we
 * have to say ourselves goes to stderr: stdout belongs to the CLI.
 */
export async function pulumi(args: readonly string[]): Promise<number> {
  const reporter = new Reporter(process.stderr, { quiet: true });
  const cli = await PulumiCli.open(await reporter.result(pulumiStep, ensurePulumi), reporter);
  await prepare(cli, args, reporter);
  return cli.show(args);
}
