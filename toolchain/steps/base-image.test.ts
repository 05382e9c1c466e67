import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { debianSuite, ensureBaseImage, hostMirror } from "./base-image";
import { fakeTools, type FakeTools } from "./fake-tools";

describe("hostMirror", () => {
  it("finds the mirror in the format of one line per source", () => {
    const sources = "# comment\ndeb [arch=amd64] https://mirror.example.com/debian/ bookworm main\n";
    expect(hostMirror(sources)).toBe("https://mirror.example.com/debian");
  });

  it("finds the mirror in the deb822 format", () => {
    const sources = "Types: deb\nURIs: http://mirror.example.com/debian\nSuites: bookworm\n";
    expect(hostMirror(sources)).toBe("http://mirror.example.com/debian");
  });

  it("leaves Debian's own hosts to the tool", () => {
    expect(hostMirror("URIs: http://ftp.kr.debian.org/debian\n")).toBeUndefined();
  });

  it("takes no archive that lacks the suite: security, snapshots, other vendors", () => {
    const sources = [
      "deb http://mirror.example.com/debian-security bookworm-security main",
      "deb http://snapshot.example.com/archive/debian/20250520T000000Z bookworm main",
      "deb https://mirror.example.com/ubuntu noble main",
    ].join("\n");
    expect(hostMirror(sources)).toBeUndefined();
  });
});

describe("ensureBaseImage", () => {
  const log = { progress: () => undefined, note: () => undefined };
  const suite = debianSuite();
  const tag = `shardview/debian:${suite}`;
  let tools: FakeTools;

  beforeEach(() => {
    tools = fakeTools();
    vi.stubEnv("PATH", tools.path);
    vi.stubEnv("XDG_CACHE_HOME", join(tools.folder, "cache"));
    tools.add("mmdebstrap", "");
  });

  afterEach(() => {
    rmSync(tools.folder, { recursive: true });
  });

  it("does nothing when the tag is there", async () => {
    tools.add("docker", "");
    expect(await ensureBaseImage(log)).toBe(`${tag}, present`);
    expect(tools.calls()).toEqual([`docker image inspect ${tag}`]);
  });

  it("gives the official image the local tag when a registry answers", async () => {
    tools.add("docker", 'test "$1" != image');
    expect(await ensureBaseImage(log)).toBe(`${tag}, from debian:${suite}-slim`);
    expect(tools.calls().slice(-2)).toEqual([
      `docker pull debian:${suite}-slim`,
      `docker tag debian:${suite}-slim ${tag}`,
    ]);
  });

  it("bootstraps the same tag from packages when no registry answers", async () => {
    tools.add("docker", 'test "$1" = import');
    expect(await ensureBaseImage(log)).toBe(`${tag}, bootstrapped`);
    const [bootstrap, imported] = tools.calls().slice(-2);
    expect(bootstrap).toMatch(new RegExp(`^mmdebstrap --variant=minbase ${suite} .*\\.tar`));
    expect(imported).toMatch(new RegExp(`^docker import .*\\.tar ${tag}$`));
  });
});
