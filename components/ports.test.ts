import { createServer, type AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { fakeCommand } from "./testing/fake-command";
import { parsePublishedPorts, takenPorts } from "./ports";

/** A port on which something listens at the address until the test ends. */
async function listenOn(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, host, listening));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

describe("takenPorts", () => {
  it.each(["127.0.0.1", "0.0.0.0"])("finds a port that something listens on at %s, once", async (host) => {
    const taken = await listenOn(host);
    expect(await takenPorts([await freePort(), taken, taken], "no-such-stack")).toEqual([taken]);
  });

  it("leaves a free port free", async () => {
    const port = await freePort();
    expect(await takenPorts([port], "no-such-stack")).toEqual([]);
    expect(await takenPorts([port], "no-such-stack")).toEqual([]);
  });

  it.each(["tcp://engine:2375", "ssh://me@engine"])(
    "says nothing of the ports of an engine at %s",
    async (host) => {
      vi.stubEnv("DOCKER_HOST", host);
      expect(await takenPorts([await listenOn("127.0.0.1")], "no-such-stack")).toEqual([]);
    },
  );

  it("does not count the ports of the stack's own containers", async () => {
    const [own, other] = [await listenOn("127.0.0.1"), await listenOn("127.0.0.1")];
    const { path } = fakeCommand("docker", [
      `[ "$*" = "ps --filter label=shardview.stack=dev --format {{.Ports}}" ] && echo "127.0.0.1:${own}->3306/tcp, 33060/tcp"`,
    ]);
    vi.stubEnv("PATH", path);
    expect(await takenPorts([own, other], "dev")).toEqual([other]);
    expect(await takenPorts([own, other], "test")).toEqual([own, other]);
  });
});

describe("parsePublishedPorts", () => {
  it("reads the host's side of every published port", () => {
    const output =
      "127.0.0.1:3308->3306/tcp, 33060/tcp\n0.0.0.0:9200->9200/tcp, [::]:9200->9200/tcp\n\n9092/tcp\n";
    expect(parsePublishedPorts(output)).toEqual([3308, 9200, 9200]);
  });
});
