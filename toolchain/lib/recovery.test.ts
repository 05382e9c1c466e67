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
  const lists = ["ps) echo half-made; echo finished;;", "volume) echo data;;"];
  // Only what carries the stack's label is listed.
  tools.add("docker", `case "$*" in *--filter*) case "$1" in ${lists.join(" ")} esac;; esac`);
});

afterEach(() => {
  rmSync(tools.folder, { recursive: true });
});

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

  it("asks the engine nothing when no run was interrupted", async () => {
    await recoverFrom({ deployment: {} }, true);
    expect([tools.calls(), imported]).toEqual([[""], []]);
  });
});
