import { asFailure, renderFailure } from "./lib/failure";
import { Interrupted } from "./lib/process";
import { Reporter } from "./lib/reporter";
import { forwardSignals } from "./lib/signals";

type Arguments = readonly string[];

/* eslint-disable @typescript-eslint/no-require-imports -- A command is loaded when it is asked for: all of them with what
   they stand on take five times as long as `pulumi`. Not by `import()`: tsx is only registered for CommonJS. */
const COMMANDS: Record<string, (reporter: Reporter, args: Arguments) => Promise<number>> = {
  start: (reporter) => (require("./commands/start") as typeof import("./commands/start")).start(reporter),
  test: (reporter) => (require("./commands/test") as typeof import("./commands/test")).test(reporter),
  down: (reporter) => (require("./commands/down") as typeof import("./commands/down")).down(reporter),
  setup: (reporter) => (require("./commands/setup") as typeof import("./commands/setup")).setup(reporter),
  recover: (reporter, args) =>
    (require("./commands/recover") as typeof import("./commands/recover")).recover(reporter, args),
  chaos: (reporter, args) =>
    (require("./commands/chaos") as typeof import("./commands/chaos")).chaos(reporter, args),
  preview: (_, args) => (require("./commands/preview") as typeof import("./commands/preview")).preview(args),
  verify: (_, args) => (require("./commands/verify") as typeof import("./commands/verify")).verify(args),
  status: (_, args) => (require("./commands/status") as typeof import("./commands/status")).status(args),
  bench: (reporter, args) =>
    (require("../bench/main") as typeof import("../bench/main")).bench(reporter, args),
  pulumi: (_, args) => (require("./commands/pulumi") as typeof import("./commands/pulumi")).pulumi(args),
};
/* eslint-enable @typescript-eslint/no-require-imports */

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
