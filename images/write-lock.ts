import { writeLock } from "./artifacts";

/** `npm run lock-artifacts`: see {@link writeLock}. */
writeLock(console.log).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
