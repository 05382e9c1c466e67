import { expect, it } from "vitest";
import { commandLine } from "./cure";

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
