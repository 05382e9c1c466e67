import { describe, expect, it } from "vitest";
import { deletion } from "./repair";
import { shapeOf } from "./table-shape";

describe("deletion", () => {
  it.each([
    ["bigint unsigned", "18446744073709551615", "18446744073709551615"],
    ["varchar(9)", 'a"b', '"a\\"b"'],
    ["decimal(5,2)", "1.50", '"1.50"'],
    ["date", "2026-02-03Z", '"2026-02-03Z"'],
  ])("of a %s is the record that the connector writes for a deleted row", (type, id, json) => {
    const shape = shapeOf("a.b", [{ name: "no", type, key: 1 }]);
    expect(deletion(shape, id)).toEqual({
      key: `{"no":${json}}`,
      value: `{"no":${json},"__deleted":"true"}`,
    });
  });
});
