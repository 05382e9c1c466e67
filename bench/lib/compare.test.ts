import { describe, expect, it } from "vitest";
import { shapeOf } from "../../operations/verify/table-shape";
import { plainNotation, withoutNotation } from "./compare";

describe("the notation of a value", () => {
  it.each([
    ["9.90", "9.9"],
    ["9.00", "9"],
    ["100", "100"],
    ["-0.50", "-0.5"],
    ["2026-01-02Z", "2026-01-02"],
    ["2026-01-02", "2026-01-02"],
    ["2026-01-02T03:04:05.120Z", "2026-01-02 03:04:05 12"],
    ["2026-01-02 03:04:05.12", "2026-01-02 03:04:05 12"],
    ["2026-01-02T03:04:05+00:00", "2026-01-02 03:04:05"],
    ["따뜻한 이어폰 1.0", "따뜻한 이어폰 1.0"],
    ["2026-01-02T03:04:05+09:00", "2026-01-02T03:04:05+09:00"],
    ["", ""],
  ])("of %s is %s", (text, plain) => {
    expect(plainNotation(text)).toBe(plain);
  });

  it("is left out on both sides of a comparison, the value is not", () => {
    const price = { ...{ name: "price", type: "decimal(12,2)" }, nullable: false };
    const id = { ...{ name: "id", type: "bigint", key: 1 }, nullable: false };
    const form = withoutNotation(shapeOf("a.b", [id, price] as never)).columns[1]?.form;
    expect(form?.fromRow("9.90")).toBe("9.9");
    expect(form?.fromDocument(9.9)).toBe("9.9");
    expect(form?.fromDocument("9.91")).toBe("9.91");
  });
});
