import { asFailure, renderFailure } from "./lib/failure";
import { Interrupted } from "./lib/process";
import { Reporter } from "./lib/reporter";
import { forwardSignals } from "./lib/signals";

type Arguments = readonly string[];

// Loaded when it is asked for: with what they all stand on it would take several times as long.
const COMMANDS: Record<string, (reporter: Reporter, args: Arguments) => Promise<number>> = {
  start: async (reporter) => (await import("./commands/start")).start(reporter),
  test: async (reporter) => (await import("./commands/test")).test(reporter),
  down: async (reporter) => (await import("./commands/down")).down(reporter),
  setup: async (reporter) => (await import("./commands/setup")).setup(reporter),
  recover: async (reporter, args) => (await import("./commands/recover")).recover(reporter, args),
  preview: async (_, args) => (await import("./commands/preview")).preview(args),
  verify: async (_, args) => (await import("./commands/verify")).verify(args),
  status: async (_, args) => (await import("./commands/status")).status(args),
  pulumi: async (_, args) => (await import("./commands/pulumi")).pulumi(args),
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
