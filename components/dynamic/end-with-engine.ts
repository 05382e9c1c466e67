import { connect } from "node:net";

/**
 * Ends this process within `interval` milliseconds of the engine's end. An engine that is killed leaves its providers behind: they
 * have process groups of their own, and none of them asks after it. One in the middle of an update would go on beside the next
 * `up`, and each would undo what the other does. What it leaves half done the next `up` finishes.
 *
 * `argv` is the process's: Pulumi gives a provider the address where its engine listens (pulumi/pulumi:
 * sdk/nodejs/cmd/dynamic-provider). Elsewhere, in a test for example, nothing is watched.
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
  // A provider that has nothing to do may end.
  watch.unref();
}
