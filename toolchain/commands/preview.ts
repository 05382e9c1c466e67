import { Failure } from "../lib/failure";
import { PulumiCli } from "../lib/pulumi-cli";
import { Reporter } from "../lib/reporter";
import { readReview, type PreviewOutput } from "../lib/review";
import { renderComment, renderReview } from "../lib/review-text";
import { stackName, StackCommands } from "../lib/stack";
import { ensurePulumi, pulumiStep } from "../steps/pulumi";

/** Our own options; every other argument is the CLI's. */
const MARKDOWN = "--markdown";
const DETAILED = "--detailed-exitcode";

/**
 * The exit code of a preview: 0, and 1 when it failed; with `--detailed-exitcode` 2 when it plans a change, so that a
 * script can tell the three apart.
 */
export function exitCode(failed: boolean, changes: number, detailed: boolean): number {
  if (failed) return 1;
  return detailed && changes > 0 ? 2 : 0;
}

/** Reads what `pulumi preview --json` printed. @throws Failure when it is no JSON. */
export function parsePreview(stdout: string): PreviewOutput {
  // What the program itself prints comes before.
  const start = stdout.indexOf("{\n");
  try {
    return JSON.parse(stdout.slice(start)) as PreviewOutput;
  } catch {
    const said = stdout.trim() === "" ? "nothing" : stdout.trim();
    throw new Failure(
      "preview",
      `pulumi preview --json printed no JSON but ${said}`,
      "run `npm run pulumi -- preview` to see what it says",
    );
  }
}

/**
 * `npm run preview -- [--markdown] [--detailed-exitcode] [arguments of pulumi preview]`: what the stack file's changes will
 * do, for a terminal or as the comment of a pull request. Only the review is written to stdout.
 */
export async function preview(args: readonly string[]): Promise<number> {
  const own = [MARKDOWN, DETAILED];
  const stack = stackName();
  const reporter = new Reporter(process.stderr, { quiet: true });
  const cli = await PulumiCli.open(await reporter.result(pulumiStep, ensurePulumi), reporter);
  await new StackCommands(stack, cli, reporter).select();
  const passed = args.filter((arg) => !own.includes(arg));
  const { code, stdout, tail } = await cli.tryCapture(["preview", "--json", "--stack", stack, ...passed]);
  if (stdout.trim() === "") {
    throw new Failure("preview", tail, "repair what is named above and run it again");
  }
  const review = readReview(parsePreview(stdout));
  console.log((args.includes(MARKDOWN) ? renderComment : renderReview)(stack, review));
  return exitCode(code !== 0, review.changes.length, args.includes(DETAILED));
}
