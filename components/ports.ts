import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { promisify } from "node:util";

/**
 * Those of the given ports of 127.0.0.1 that something else than the stack's own containers listens on.
 * Nothing is said of a remote engine's ports: they cannot be tried from here.
 */
export async function takenPorts(ports: readonly number[], stack: string): Promise<number[]> {
  if (/^(tcp|ssh|https?):/.test(process.env["DOCKER_HOST"] ?? "")) return [];
  const own = await publishedPorts(stack);
  const tried = await Promise.all(
    [...new Set(ports)]
      .filter((p) => p > 0 && p <= 65_535 && !own.includes(p))
      .map(async (p) => ({ p, free: await isFree(p) })),
  );
  return tried.filter(({ free }) => !free).map(({ p }) => p);
}

/** Host ports in the output of `docker ps --format {{.Ports}}`: `127.0.0.1:3308->3306/tcp, 33060/tcp`. */
export function parsePublishedPorts(output: string): number[] {
  return [...output.matchAll(/:(\d+)->/g)].map((match) => Number(match[1]));
}

async function publishedPorts(stack: string): Promise<number[]> {
  const args = ["ps", "--filter", `label=shardview.stack=${stack}`, "--format", "{{.Ports}}"];
  try {
    return parsePublishedPorts((await promisify(execFile)("docker", args, { timeout: 15_000 })).stdout);
  } catch {
    return []; // no engine, no containers of ours; that it does not answer is said by the step that needs it
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
