import { describe, expect, it } from "vitest";
import { confirmedGtids, countTransactions } from "./gtid";

const A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

describe("countTransactions", () => {
  it.each([
    ["", 0],
    [`${A}:1`, 1],
    [`${A}:1-5:7`, 6],
    [`${A}:1-5,${A.replace("3e", "4e")}:2-3`, 7],
    [`${A}:tag:1-2:other:9`, 3],
  ])("of %j is %i", (gtids, count) => {
    expect(countTransactions(gtids)).toBe(count);
  });
});

describe("confirmedGtids", () => {
  it("is what the committed offset holds", () => {
    expect(confirmedGtids([{ gtids: `${A}:1-5`, file: "binlog.000002" }])).toBe(`${A}:1-5`);
  });

  it("is nothing before the first commit and in a snapshot", () => {
    expect(confirmedGtids([])).toBeUndefined();
    expect(confirmedGtids([{ gtids: `${A}:1-5`, snapshot: "INITIAL" }])).toBeUndefined();
  });
});
