import { connect } from "node:net";

/**
 * Ends this process within `interval` milliseconds of the engine's end. An engine that is killed leaves its program and its providers
 * behind: they have process groups of their own, and none of them asks after it. A provider in the middle of an update would go on
 * beside the next `up`, and each would undo what the other does. A program tells of its broken connection through a broken pipe, of
 * which it tells again, for ever. What they leave half done the next `up` finishes.
 *
 * `argv` is the process's: Pulumi gives both an address where the engine listens (pulumi/pulumi: sdk/nodejs/cmd). Elsewhere, in
 * a test for example, nothing is watched.
 */
export function endWithEngine(
  argv: readonly string[] = process.argv,
  end: () => void = () => process.exit(1),
  interval = 1000,
): void {
  const port = argv.map((argument) => /^127\.0\.0\.1:(\d+)$/.exec(argument)?.[1]).find(Boolean);
  if (port === undefined) return;
  const watch = setInterval(() => {
    const look = connect(Number(port), "127.0.0.1", () => look.destroy());
    look.on("error", (error: NodeJS.ErrnoException) => {
      // Anything else says nothing about the engine.
      if (error.code !== "ECONNREFUSED") return;
      clearInterval(watch);
      end();
    });
  }, interval);
  // Who has nothing to do may end.
  watch.unref();
}
