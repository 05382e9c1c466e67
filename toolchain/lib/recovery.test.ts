import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeTools, type FakeTools } from "../steps/fake-tools";
import type { ExportedStack } from "./exported-stack";
import { recover } from "./recovery";
import { Reporter } from "./reporter";
import type { StackCommands } from "./stack";

const creating = (type: string, name: string) => ({ type: "creating", resource: { type, inputs: { name } } });
const INTERRUPTED: ExportedStack = {
  deployment: {
    pending_operations: [
      creating("docker:index/container:Container", "half-made"),
      creating("docker:index/volume:Volume", "data"),
      creating("docker:index/container:Container", "of-another-stack"),
    ],
  },
};

let tools: FakeTools;
let imported: unknown[];

beforeEach(() => {
  tools = fakeTools();
  imported = [];
  vi.stubEnv("PATH", tools.path);
  engine([]);
});

afterEach(() => {
  rmSync(tools.folder, { recursive: true });
});

/** An engine on which these containers were never started. */
function engine(created: readonly string[]): void {
  const never = `*status=created*) printf '%s\\n' ${created.join(" ")};;`;
  const lists = ["ps) echo half-made; echo finished;;", "volume) echo data;;"];
  // Only what carries the stack's label is listed.
  tools.add("docker", `case "$*" in ${never} *--filter*) case "$1" in ${lists.join(" ")} esac;; esac`);
}

function recoverFrom(exported: ExportedStack, volumes: boolean): Promise<ExportedStack> {
  const commands = {
    stack: "dev",
    export: () => Promise.resolve(exported),
    import: (stack: unknown) => Promise.resolve(void imported.push(stack)),
  } as unknown as StackCommands;
  return recover(commands, new Reporter({ write: () => true }), { volumes });
}

const removals = (): string[] => tools.calls().filter((call) => call.includes("rm "));

describe("recover", () => {
  it("removes what was half-made, and nothing that is finished or carries no label of the stack", async () => {
    await recoverFrom(INTERRUPTED, false);
    expect(removals()).toEqual(["docker rm --force --volumes half-made"]);
  });

  it("removes half-made volumes only on request", async () => {
    await recoverFrom(INTERRUPTED, true);
    expect(removals()).toContain("docker volume rm data");
  });

  it("makes the state forget the interrupted operations", async () => {
    const cleared = { deployment: { pending_operations: [] } };
    expect(await recoverFrom(INTERRUPTED, false)).toEqual(cleared);
    expect(imported).toEqual([cleared]);
  });

  it("asks the engine only for what was never started when no run was interrupted", async () => {
    await recoverFrom({ deployment: {} }, true);
    const filters = "--filter label=shardview.stack=dev --filter status=created";
    expect([tools.calls(), imported]).toEqual([[`docker ps --all --format {{.Names}} ${filters}`], []]);
  });

  it("removes a container that was never started and that the state does not know, also when nothing is pending", async () => {
    engine(["never-started", "known"]);
    const type = "docker:index/container:Container";
    const exported = { deployment: { resources: [{ urn: "urn", type, inputs: { name: "known" } }] } };
    expect(await recoverFrom(exported, true)).toEqual(exported);
    expect(removals()).toEqual(["docker rm --force --volumes never-started"]);
    expect(imported).toEqual([]);
  });
});
