import { describeTrouble } from "../lib/engine";
import { Failure } from "../lib/failure";
import { PulumiCli } from "../lib/pulumi-cli";
import { recover } from "../lib/recovery";
import type { Reporter } from "../lib/reporter";
import { revive } from "../lib/revival";
import { stackName, StackCommands } from "../lib/stack";
import { allWell, renderSummary, type StackOutputs } from "../lib/summary";
import { readSettledFacts } from "../lib/summary-readers";
import { duration } from "../lib/text";
import { setUp } from "../steps";

const REMEDY =
  "repair what is named above and run `npm start` again, or remove everything with `npm run down`";

const STATUS = "`npm run status` says what stands still and what to do";

/** For what is restarted or elected just now; all was well when `up` ended. */
const SETTLE_MS = 15_000;

/** For services to serve that were stopped: nothing in `up` waits for a container that it has not made. */
const BOOT_MS = 180_000;

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
  const { revived } = await reporter.result("Stack", async () => {
    await commands.select();
    const exported = await recover(commands, reporter, { volumes: false });
    return { said: stack, revived: await revive(commands, exported, reporter) };
  });
  try {
    // The program plans everything before it declares anything; a preview first would cost its time once more.
    await commands.show("pulumi up", ["up", "--yes", "--skip-preview"], REMEDY);
  } catch (error) {
    if (error instanceof Failure) await showTrouble(stack, reporter);
    throw error;
  }
  const outputs = (await commands.outputs()) as StackOutputs;
  const facts = await readSettledFacts(outputs, Date.now() + (revived ? BOOT_MS : SETTLE_MS));
  reporter.line(renderSummary(stack, outputs, facts));
  if (!allWell(facts)) {
    throw new Failure("Summary", "not all of the stack is well, as the table above says", STATUS);
  }
  reporter.line(`\nDone in ${duration(performance.now() - started)}.`);
  return 0;
}
