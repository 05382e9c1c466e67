import { describe, expect, it } from "vitest";
import { orderOf } from "./rounds";

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
