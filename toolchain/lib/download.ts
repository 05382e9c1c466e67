import { tryRun } from "./process";
import { which } from "./which";

/** Whether an address answers at all within five seconds; false without curl. curl knows proxies and private CAs. */
export async function answers(url: string): Promise<boolean> {
  if (which("curl") === undefined) return false;
  const args = ["--silent", "--head", "--location", "--output", "/dev/null", "--max-time", "5", url];
  return (await tryRun("curl", args)).code === 0;
}

/** Downloads a file; false when it is not to be had. Gives up on a connection that stands still for 20 s. */
export async function download(url: string, file: string): Promise<boolean> {
  const args = ["--silent", "--show-error", "--fail", "--location", "--connect-timeout", "5", "--retry", "2"];
  const stall = ["--speed-limit", "1024", "--speed-time", "20"];
  return (await tryRun("curl", [...args, ...stall, "--output", file, url])).code === 0;
}
