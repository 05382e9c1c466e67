import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The folder that holds package.json. */
export const projectRoot = resolve(__dirname, "../..");

/** Where everything that is paid for once is kept, shared by all checkouts: `$XDG_CACHE_HOME/shardview`. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME;
  return join(base === undefined || base === "" ? join(homedir(), ".cache") : base, "shardview");
}
