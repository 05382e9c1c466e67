import { describe, expect, it } from "vitest";
import { namedStack } from "./pulumi";

describe("namedStack", () => {
  it.each([
    [["up", "--stack", "two"], "two"],
    [["up", "-s", "two", "--yes"], "two"],
    [["--stack=two", "up"], "two"],
    [["up", "--yes"], undefined],
  ])("in %j is %s", (args, stack) => {
    expect(namedStack(args)).toBe(stack);
  });
});
