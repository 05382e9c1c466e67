import { describe, expect, it, vi } from "vitest";
import { inRounds, orderOf, untilDone } from "./rounds";

describe("the order of a round", () => {
  it("begins with another contender each time, and repeats", () => {
    const orders = [1, 2, 3, 4].map((round) => orderOf(["ours", "script", "pgsync"], round).join(" "));
    expect(orders).toEqual([
      "ours script pgsync",
      "script pgsync ours",
      "pgsync ours script",
      "ours script pgsync",
    ]);
  });

  it("alternates between two", () => {
    expect([1, 2, 3].map((round) => orderOf(["ours", "script"], round)[0])).toEqual([
      "ours",
      "script",
      "ours",
    ]);
  });

  it("is empty where there is nobody", () => {
    expect(orderOf([], 2)).toEqual([]);
  });
});

describe("what is done once", () => {
  it("is tried again after a failure, and not after a success", async () => {
    const work = vi.fn(async (name: string) => {
      await Promise.resolve();
      if (name === "first") throw new Error("no stack");
    });
    const once = untilDone(work);
    await expect(once("first")).rejects.toThrow(new Error("no stack"));
    await once("second");
    await once("third");
    expect(work.mock.calls).toEqual([["first"], ["second"]]);
  });
});

describe("rounds", () => {
  it("go on without a contender that fails, and name it at the end", async () => {
    vi.spyOn(console, "log").mockReturnValue();
    const kept: string[] = [];
    const machine = { load: 0, busy: 0, steal: 0 };
    const run = inRounds(
      [{ name: "a" }, { name: "b" }],
      2,
      ({ name }) =>
        name === "a"
          ? Promise.reject(new Error("it is broken"))
          : Promise.resolve([{ contender: name, case: "c", round: 0, place: 0, figures: {}, machine }]),
      (all) => void kept.push(all.map(({ contender }) => contender).join(" ")),
    );
    await expect(run).rejects.toThrow("round 1, a: it is broken\nround 2, a: it is broken");
    expect(kept).toEqual(["b", "b b"]);
  });
});
