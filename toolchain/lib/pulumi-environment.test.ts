import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backendFolder, backendUrl, environmentFor, localState, loggedInBackend } from "./pulumi-environment";
import { projectRoot } from "./paths";

const own = { cli: "/cache/bin/pulumi", path: ["/cache/bin"], home: "/cache/home" };
const lazyModules = JSON.stringify(join(projectRoot, "toolchain", "lazy-modules.cjs"));
const local = { backend: `file://${localState}` };

describe("backendUrl", () => {
  const loggedIn = '{"current":"https://api.pulumi.com"}';

  it("is the project's own folder for a user who is logged in nowhere", () => {
    expect(backendUrl({}, "")).toBe(`file://${localState}`);
    expect(backendUrl({ PULUMI_BACKEND_URL: "" }, "{}")).toBe(`file://${localState}`);
  });

  it("is what the user is logged in to", () => {
    expect(backendUrl({}, loggedIn)).toBe("https://api.pulumi.com");
  });

  it("is PULUMI_BACKEND_URL before all", () => {
    expect(backendUrl({ PULUMI_BACKEND_URL: "s3://states" }, loggedIn)).toBe("s3://states");
  });
});

describe("backendFolder", () => {
  it.each([
    ["file:///var/my states", "/var/my states"],
    ["file:///var/states?no_tmp_dir=true", "/var/states"],
    ["file://~/states", join(homedir(), "states")],
    ["https://api.pulumi.com", undefined],
    ["s3://states", undefined],
  ])("of %s is %s", (url, folder) => {
    expect(backendFolder(url)).toBe(folder);
  });
});

describe("loggedInBackend", () => {
  it.each(["", "{", "{}", '{"current":""}', "[]"])("reads no login from %j", (credentials) => {
    expect(loggedInBackend(credentials)).toBeUndefined();
  });
});

describe("environmentFor", () => {
  it("gives our own CLI its folder, home, backend and the development passphrase", () => {
    expect(
      environmentFor(own, { PATH: "/usr/bin", HOME: "/home/kim", PULUMI_HOME: "/home/kim/.pulumi" }, local),
    ).toEqual({
      PATH: "/cache/bin:/usr/bin",
      HOME: "/home/kim",
      PULUMI_HOME: "/cache/home",
      PULUMI_CREDENTIALS_PATH: "/home/kim/.pulumi",
      PULUMI_BACKEND_URL: `file://${localState}`,
      PULUMI_CONFIG_PASSPHRASE: "shardview-dev",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      NODE_OPTIONS: `--require ${lazyModules}`,
    });
  });

  it("leaves an installed CLI its home and its backend", () => {
    const installed = { cli: "/usr/bin/pulumi", path: [], home: undefined };
    const env = environmentFor(
      installed,
      { PATH: "/usr/bin", PULUMI_HOME: "/pulumi" },
      { backend: "s3://states" },
    );
    expect(env.PULUMI_HOME).toBe("/pulumi");
    expect(env).not.toHaveProperty("PULUMI_BACKEND_URL");
    expect(env).not.toHaveProperty("PULUMI_CREDENTIALS_PATH");
  });

  it.each(["PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"])("keeps the user's %s", (name) => {
    const env = environmentFor(own, { [name]: "mine" }, local);
    expect(env[name]).toBe("mine");
    expect(Object.values(env)).not.toContain("shardview-dev");
  });

  it("adds to the user's options for Node", () => {
    expect(environmentFor(own, { NODE_OPTIONS: "--use-system-ca" }, local).NODE_OPTIONS).toBe(
      `--use-system-ca --require ${lazyModules}`,
    );
  });

  it("hands the address of the current docker context to the provider", () => {
    const env = environmentFor(own, {}, { ...local, dockerHost: "unix:///run/user/1000/docker.sock" });
    expect(env.DOCKER_HOST).toBe("unix:///run/user/1000/docker.sock");
  });
});
