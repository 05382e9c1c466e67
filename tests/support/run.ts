import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { eventually as untilItSucceeds } from "../../operations/eventually";

export const ROOT = resolve(__dirname, "../..");

/** What a command printed and how it ended. */
export interface Run {
  code: number;
  output: string;
  stdout: string;
}

/** Runs a command, by default from the project's root; never throws for its exit code. */
export function run(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  input = "",
  cwd = ROOT,
): Promise<Run> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env } });
    const run = { code: -1, output: "", stdout: "" };
    // A character may begin in one chunk and end in the next.
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      run.stdout += text;
      run.output += text;
    });
    child.stderr.on("data", (text: string) => (run.output += text));
    child.on("error", fail);
    child.on("close", (code) => {
      done({ ...run, code: code ?? -1 });
    });
    // A command that ends without reading: its exit code says whether that is wrong.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

export async function docker(args: string[], input = ""): Promise<string> {
  const { code, output, stdout } = await run("docker", args, {}, input);
  if (code !== 0) throw new Error(`docker ${args.join(" ")}: ${output}`);
  return stdout.trim();
}

/** Asks until `attempt` gives what is expected; the last difference is in the error. */
export function eventually(what: string, attempt: () => Promise<void>, seconds = 60): Promise<void> {
  return untilItSucceeds(what, Date.now() + seconds * 1000, attempt);
}
