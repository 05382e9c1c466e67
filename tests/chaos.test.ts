import { afterAll, beforeAll, expect, it } from "vitest";
import { TestStack } from "./support/stack";

const stack = new TestStack("test-chaos", 4_000, 2);

beforeAll(async () => {
  await stack.init();
  await stack.up();
});

afterAll(() => stack.remove());

it("nothing is lost, stale or surplus after what is killed or frozen under load", async () => {
  const faults = ["kill-connect", "freeze-kafka", "same-keys"];
  const args = ["--yes", "--faults", faults.join(","), "--seed", "7", "--rate", "200"];
  const { code, stdout, output } = await stack.npm("chaos", args);
  expect(code, output).toBe(0);
  for (const fault of faults) {
    expect(stdout).toMatch(
      new RegExp(
        `^${fault} \\(.+\\): recovered in [\\d.]+ s, [1-9]\\d* changes, 0 lost, 0 stale, 0 surplus$`,
        "m",
      ),
    );
  }
});
