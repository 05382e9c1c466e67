import { describe, expect, it } from "vitest";
import { commandLine, complaint } from "./cure";

it.each([
  ["npm run recover -- shard1", ["recover", "shard1", "--yes"]],
  ["npm run down", ["down"]],
  [
    "npm run pulumi -- up --refresh",
    ["pulumi", "up", "--refresh", "--stack", "dev", "--yes", "--skip-preview", "--non-interactive"],
  ],
])("%s is run so that nobody is asked anything", (command, args) => {
  expect(commandLine(command, "dev")).toEqual(args);
});

describe("complaint", () => {
  const end = ["Resources:", "    1 errored", "", "FAILED  pulumi up"];

  it("is Pulumi's diagnostics and the end, without the outputs between them", () => {
    const outputs = Array.from({ length: 50 }, (_, i) => `    - shard${i}`);
    const said = ["Updating (dev):", "Diagnostics:", "  no Kafka", "", "Outputs:", ...outputs, ...end];
    expect(complaint(said)).toBe(["Diagnostics:", "  no Kafka", "", ...end].join("\n"));
    expect(complaint(["Diagnostics:", "  no Kafka", ...end])).toBe(
      ["Diagnostics:", "  no Kafka", ...end].join("\n"),
    );
  });

  it("is the last lines of what is none of Pulumi's", () => {
    expect(complaint(["one", "two", "FAILED  arguments", ""], 3)).toBe("two\nFAILED  arguments");
  });
});
