import { describe, expect, it } from "vitest";
import { eventually } from "./eventually";

describe("eventually", () => {
  it("gives what the first attempt gave that did not fail", async () => {
    let attempts = 0;
    const attempt = () =>
      ++attempts < 3 ? Promise.reject(new Error("not yet")) : Promise.resolve(undefined);
    await expect(eventually("it", Date.now() + 10_000, attempt)).resolves.toBeUndefined();
    expect(attempts).toBe(3);
  });

  it("throws after the deadline, with what the last attempt threw", async () => {
    const attempt = () => Promise.reject(new Error("not there"));
    await expect(eventually("a row", Date.now(), attempt)).rejects.toThrow(
      "waited 0 s for a row; last cause: not there",
    );
  });
});
