import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeCommand } from "../testing/fake-command";

/** Runs the script against a `docker` whose container is in this state and whose health test ends so. */
function awaitReady(state: string, healthTest: "succeeds" | "fails", timeout = "0", update = "true") {
  const { folder, path } = fakeCommand("docker", [
    'echo "$@" | head -n 1 >> calls',
    "case $1 in",
    `  exec) exit ${healthTest === "succeeds" ? 0 : 1} ;;`,
    `  inspect) ${state} ;;`,
    `  update) ${update} ;;`,
    '  logs) echo "last words"; echo "on stderr" >&2 ;;',
    "esac",
  ]);
  const env = { PATH: path, CONTAINER: "c", HEALTH_TEST: "true", TIMEOUT: timeout, PIDS_LIMIT: "99" };
  const { status, stdout, stderr } = spawnSync("sh", [join(__dirname, "await-ready.sh")], {
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr, calls: readFileSync(join(folder, "calls"), "utf8") };
}

const lastLines = "its last log lines:\nlast words\non stderr\n";

describe("await-ready.sh", () => {
  it("is done, without a word, when the health test succeeds in the container, whose processes it then limits", () => {
    const { status, stdout, stderr, calls } = awaitReady('echo "running 0 0"', "succeeds", "5");
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(calls).toMatch(/^exec -e HEALTH_TEST=true -e ATTEMPTS=\d+ c sh -c/);
    expect(calls).toMatch(/\nupdate --pids-limit 99 c\n$/);
  });

  it("fails with the engine's words when it cannot limit the processes", () => {
    const { status, stderr } = awaitReady("", "succeeds", "5", "echo no such thing >&2; exit 1");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "container c cannot be limited to 99 processes: no such thing\n",
    });
  });

  it.each([
    ["has exited", 'echo "exited 3 0"', "3", `container c exited with code 3; ${lastLines}`],
    [
      "exits again and again",
      'echo "restarting 1 2"',
      "3",
      `container c exits again and again, last with code 1; ${lastLines}`,
    ],
    [
      "does not serve in time",
      'echo "running 0 0"',
      "0",
      `container c did not serve requests within 0 s; ${lastLines}`,
    ],
    [
      "is not there",
      'echo "no such container" >&2; exit 1',
      "3",
      "container c cannot be inspected: no such container\n",
    ],
  ])("fails at once for a container that %s", (_, state, timeout, message) => {
    const { status, stdout, stderr } = awaitReady(state, "fails", timeout);
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: message });
  });
});
