import { describeTrouble } from "../lib/engine";
import { Failure } from "../lib/failure";
import { PulumiCli } from "../lib/pulumi-cli";
import { recover } from "../lib/recovery";
import type { Reporter } from "../lib/reporter";
import { stackName, StackCommands } from "../lib/stack";
import { renderSummary, type StackOutputs } from "../lib/summary";
import { readFacts } from "../lib/summary-readers";
import { duration } from "../lib/text";
import { setUp } from "../steps";

const REMEDY =
  "repair what is named above and run `npm start` again, or remove everything with `npm run down`";

async function showTrouble(stack: string, reporter: Reporter): Promise<void> {
  const lines = await describeTrouble(stack).catch((error: unknown) => [
    `docker: ${(error as Error).message}`,
  ]);
  for (const line of lines) reporter.line(line);
}

/** `npm start`: all set-up, `pulumi up`, then a summary of what runs. */
export async function start(reporter: Reporter): Promise<number> {
  const started = performance.now();
  const stack = stackName();
  const cli = await PulumiCli.open(await setUp(reporter), reporter);
  const commands = new StackCommands(stack, cli, reporter);
  await reporter.step("Stack", async () => {
    await commands.select();
    await recover(commands, reporter, { volumes: false });
    return stack;
  });
  try {
    // The program plans everything before it declares anything; a preview first would cost its time once more.
    await commands.show("pulumi up", ["up", "--yes", "--skip-preview"], REMEDY);
  } catch (error) {
    if (error instanceof Failure) await showTrouble(stack, reporter);
    throw error;
  }
  const outputs = (await commands.outputs()) as StackOutputs;
  reporter.line(renderSummary(stack, outputs, await readFacts(outputs)));
  reporter.line(`\nDone in ${duration(performance.now() - started)}.`);
  return 0;
}
