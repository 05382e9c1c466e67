import { connect } from "node:net";

/**
 * Ends this process within `interval` milliseconds of the engine's end. An engine that is killed leaves its program and its providers
 * behind: they have process groups of their own, and none of them asks after it. A provider in the middle of an update would go on
 * beside the next `up`, and each would undo what the other does. A program tells of its broken connection through a broken pipe, of
 * which it tells again, and so for ever, without a pause for any timer: a broken pipe ends it at once. What they leave half done
 * the next `up` finishes.
 *
 * Pulumi gives both the address where the engine listens: a program in its environment, a provider as an argument (pulumi/pulumi:
 * sdk/nodejs/cmd). Where there is none, in a test for example, nothing is watched.
 */
export function endWithEngine(
  addresses: readonly (string | undefined)[] = [process.env["PULUMI_NODEJS_ENGINE"], ...process.argv],
  end: () => void = () => process.exit(1),
  interval = 1000,
  pipes: readonly NodeJS.EventEmitter[] = [process.stdout, process.stderr],
): void {
  const port = addresses.map((address) => /^127\.0\.0\.1:(\d+)$/.exec(address ?? "")?.[1]).find(Boolean);
  if (port === undefined) return;
  for (const pipe of pipes) pipe.on("error", end);
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
