import { down } from "./commands/down";
import { preview } from "./commands/preview";
import { pulumi } from "./commands/pulumi";
import { recover } from "./commands/recover";
import { setup } from "./commands/setup";
import { start } from "./commands/start";
import { status } from "./commands/status";
import { test } from "./commands/test";
import { verify } from "./commands/verify";
import { asFailure, renderFailure } from "./lib/failure";
import { Interrupted } from "./lib/process";
import { Reporter } from "./lib/reporter";
import { forwardSignals } from "./lib/signals";

const COMMANDS: Record<string, (reporter: Reporter, args: readonly string[]) => Promise<number>> = {
  start,
  test,
  down,
  setup,
  recover,
  preview: (_, args) => preview(args),
  verify: (_, args) => verify(args),
  status: (_, args) => status(args),
  pulumi: (_, args) => pulumi(args),
};

async function main([name = "", ...args]: readonly string[]): Promise<number> {
  const command = COMMANDS[name];
  if (command === undefined) {
    console.error(`unknown command "${name}"; known are ${Object.keys(COMMANDS).join(", ")}`);
    return 2;
  }
  try {
    return await command(new Reporter(), args);
  } catch (error) {
    if (error instanceof Interrupted) {
      console.error("\nInterrupted. Running the same command again goes on from here.");
      return error.exitCode;
    }
    console.error(`\n${renderFailure(asFailure(name, error))}`);
    return 1;
  }
}

forwardSignals();
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
