import { describe, expect, it } from "vitest";
import { complaint, removalCommands, type InspectedContainer } from "./engine";

function container(state: Partial<InspectedContainer["State"]>, restarts = 0): InspectedContainer {
  return { Name: "/c", RestartCount: restarts, State: { Status: "running", ExitCode: 0, ...state } };
}

describe("complaint", () => {
  it.each<[string, InspectedContainer, string | undefined]>([
    ["a running container", container({}), undefined],
    ["a healthy container", container({ Health: { Status: "healthy" } }), undefined],
    ["an unhealthy container", container({ Health: { Status: "unhealthy" } }), "running, but unhealthy"],
    ["a container that ended", container({ Status: "exited", ExitCode: 1 }), "exited, exit code 1"],
    [
      "a container killed for lack of memory",
      container({ Status: "exited", ExitCode: 137, OOMKilled: true }),
      "exited, exit code 137, killed for lack of memory",
    ],
    [
      "a container that could not start",
      container({ Status: "created", ExitCode: 128, Error: "port is already allocated" }),
      "created, exit code 128, port is already allocated",
    ],
    ["a container that comes and goes", container({}, 3), "running, restarted 3 times"],
  ])("says of %s", (_, inspected, said) => {
    expect(complaint(inspected)).toBe(said);
  });
});

describe("removalCommands", () => {
  it("removes containers before the networks and volumes they use", () => {
    const left = [
      { type: "volume", name: "v" },
      { type: "container", name: "a" },
      { type: "network", name: "n" },
      { type: "container", name: "b" },
    ] as const;
    expect(removalCommands(left)).toEqual([
      "docker rm --force --volumes a b",
      "docker network rm n",
      "docker volume rm v",
    ]);
  });
});
