import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeTools, type FakeTools } from "../steps/fake-tools";
import type { ExportedStack } from "./exported-stack";
import { Reporter } from "./reporter";
import { revive } from "./revival";
import type { StackCommands } from "./stack";

const known = (type: string, name: string) => ({
  type: `docker:index/${type.toLowerCase()}:${type}`,
  urn: `urn of ${name}`,
  inputs: { name },
});
const NETWORK = known("Network", "net");
const VOLUME = known("Volume", "data");
const MYSQL = {
  ...known("Container", "mysql"),
  inputs: { name: "mysql", volumes: [{ volumeName: "data", containerPath: "/var/lib/mysql" }] },
};
const KAFKA = known("Container", "kafka");

let tools: FakeTools;
let refreshed: string[][];
let said: string[];

beforeEach(() => {
  tools = fakeTools();
  refreshed = [];
  said = [];
  vi.stubEnv("PATH", tools.path);
});

afterEach(() => {
  rmSync(tools.folder, { recursive: true });
});

/** An engine with these containers, volumes, and statuses of containers that do not run. */
function engine(has: { containers: string; volumes: string; statuses?: Record<string, string> }): void {
  const { containers, volumes, statuses = {} } = has;
  const inspected = Object.entries(statuses).map(([name, Status]) => ({
    Name: `/${name}`,
    State: { Status },
  }));
  const answers = [
    `ps*) printf '%s\\n' ${containers};;`,
    "network*) echo net;;",
    `volume*) printf '%s\\n' ${volumes};;`,
    `"container inspect mysql kafka") echo '${JSON.stringify(inspected)}';;`,
    "container*) echo '[]';;",
  ];
  tools.add("docker", `case "$*" in ${answers.join(" ")} esac`);
}

function reviveThem(resources = [NETWORK, VOLUME, MYSQL, KAFKA]): Promise<boolean> {
  const exported: ExportedStack = { deployment: { resources } };
  const commands = {
    stack: "dev",
    refresh: (urns: string[]) => Promise.resolve(void refreshed.push(urns)),
  } as unknown as StackCommands;
  const write = (text: string) => said.push(text) > 0;
  return revive(commands, exported, new Reporter({ write }));
}

const verbs = (): string[] =>
  tools.calls().filter((call) => /docker (start|unpause|rm|volume rm)/.test(call));

describe("revive", () => {
  it("touches nothing when all that the state knows is there and runs", async () => {
    engine({ containers: "mysql kafka", volumes: "data" });
    expect(await reviveThem()).toBe(false);
    expect([refreshed, verbs(), said]).toEqual([[], [], []]);
  });

  it("takes a container that is gone out of the state, and says so", async () => {
    engine({ containers: "mysql", volumes: "data" });
    expect(await reviveThem()).toBe(true);
    expect(refreshed).toEqual([["urn of kafka"]]);
    expect(said.join("")).toContain("container kafka is gone: it is made anew");
  });

  it("starts what was stopped and lets go on what was paused, of what the state knows", async () => {
    const statuses = { mysql: "exited", kafka: "paused" };
    engine({ containers: "mysql kafka another", volumes: "data", statuses });
    expect(await reviveThem()).toBe(true);
    expect(verbs()).toEqual(["docker start mysql", "docker unpause kafka"]);
    expect(refreshed).toEqual([]);
  });

  it("takes a volume out of the state whose container went before it: `down` was interrupted", async () => {
    engine({ containers: "kafka", volumes: "" });
    expect(await reviveThem([NETWORK, VOLUME, KAFKA])).toBe(true);
    expect(refreshed).toEqual([["urn of data"]]);
  });

  it("leaves it to a person when a volume is gone, with what its container has written", async () => {
    engine({ containers: "", volumes: "" });
    await expect(reviveThem()).rejects.toMatchObject({
      step: "Stack",
      reason: "the engine has not got what the state says that it has: volume data",
      remedy:
        "if they are on another engine, name it by DOCKER_HOST or `docker context use`; if they were removed, what they held is lost, and " +
        "`npm run down` and `npm start` begin anew. MySQL's rows are in the volumes named after shards: save first what is left of them",
    });
    expect([refreshed, verbs()]).toEqual([[], []]);
  });
});
