import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Failure } from "../lib/failure";
import { dockerHost, ensureDocker } from "./docker-engine";
import { fakeTools, type FakeTools } from "./fake-tools";

const REMEDY =
  "install and start Docker (https://docs.docker.com/engine/install), or set DOCKER_HOST to an engine that is reachable";
const log = { progress: () => undefined, note: () => undefined };
/** An engine that answers once something has started it. */
const CLIENT =
  'test -e "$state/started" && echo 28.0.1 && exit; echo "Cannot connect to the Docker daemon" >&2; exit 1';

let tools: FakeTools;

beforeEach(() => {
  tools = fakeTools();
  vi.stubEnv("PATH", tools.path);
  vi.stubEnv("XDG_CACHE_HOME", join(tools.folder, "cache"));
  vi.stubEnv("DOCKER_HOST", undefined);
  vi.stubEnv("DOCKER_CONTEXT", undefined);
  tools.add("docker", CLIENT);
  tools.add("iptables", "");
  for (const starter of ["dockerd", "systemctl"]) tools.add(starter, 'touch "$state/started"; sleep 1');
});

afterEach(() => {
  rmSync(tools.folder, { recursive: true });
});

describe("ensureDocker", () => {
  it("takes an engine that answers as it is", async () => {
    tools.add("docker", "echo 28.0.1");
    expect(await ensureDocker(log, true)).toBe("28.0.1, running");
    expect(tools.calls()).toEqual(["docker version --format {{.Server.Version}}"]);
  });

  it("starts an installed engine that does not run", async () => {
    expect(await ensureDocker(log, true)).toBe("28.0.1, started");
  });

  it("says what to do where it may not start one", async () => {
    const failed = await ensureDocker(log, false).catch((error: unknown) => error);
    expect(failed).toEqual(new Failure("Docker engine", "Cannot connect to the Docker daemon", REMEDY));
  });

  it("starts nothing when DOCKER_HOST names an engine that does not answer", async () => {
    vi.stubEnv("DOCKER_HOST", "tcp://10.0.0.1:2375");
    const failed = await ensureDocker(log, true).catch((error: unknown) => error as Failure);
    expect((failed as Failure).remedy).toBe(
      "make tcp://10.0.0.1:2375 answer, or unset DOCKER_HOST and DOCKER_CONTEXT",
    );
    expect(tools.calls()).toHaveLength(1);
  });
});

describe("dockerHost", () => {
  it("is the address of the current context when that is not the default socket", async () => {
    tools.add("docker", "echo unix:///home/kim/.docker/desktop/docker.sock");
    expect(await dockerHost()).toBe("unix:///home/kim/.docker/desktop/docker.sock");
    tools.add("docker", "echo unix:///var/run/docker.sock");
    expect(await dockerHost()).toBeUndefined();
  });

  it("is DOCKER_HOST when that is set", async () => {
    vi.stubEnv("DOCKER_HOST", "tcp://10.0.0.1:2375");
    expect(await dockerHost()).toBe("tcp://10.0.0.1:2375");
  });
});
