import { describe, expect, it } from "vitest";
import { kindOf } from "./load";

describe("the mix of changes", () => {
  it("is ten inserts, seven updates and three deletes in any twenty", () => {
    for (const from of [0, 13, 40]) {
      const kinds = Array.from({ length: 20 }, (_, i) => kindOf(from + i));
      const count = (kind: string): number => kinds.filter((one) => one === kind).length;
      expect([count("insert"), count("update"), count("delete")]).toEqual([10, 7, 3]);
    }
  });

  it("has no long row of one kind", () => {
    const kinds = Array.from({ length: 200 }, (_, i) => kindOf(i)).join(" ");
    expect(kinds).not.toContain("insert insert insert");
  });
});
