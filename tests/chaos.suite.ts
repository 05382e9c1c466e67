import { describe, expect, it } from "vitest";
import type { TestStack } from "./support/stack";

/** A short, seeded selection of faults on a stack that runs. */
export function describeChaos(stack: TestStack): void {
  describe("npm run chaos", () => {
    it("nothing is lost, stale or surplus after what is killed or frozen under load", async () => {
      const faults = ["kill-connect", "freeze-kafka", "same-keys"];
      const args = ["--yes", "--faults", faults.join(","), "--seed", "7", "--rate", "100"];
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
  });
}
