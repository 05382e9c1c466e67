import { describe, expect, it } from "vitest";
import { parseStatus } from "./status";

describe("parseStatus", () => {
  it.each([
    [[], { json: false }],
    [["--json"], { json: true }],
    [["--watch"], { json: false, watch: 2000 }],
    [["--watch", "10", "--json"], { json: true, watch: 10_000 }],
  ])("reads %j", (args, expected) => {
    expect(parseStatus(args)).toEqual(expected);
  });

  it.each([
    [["--watch", "soon"], "soon is no number of seconds"],
    [["--watch", "0"], "0 is no number of seconds"],
    [["7"], "unknown argument 7"],
    [["--watch", "7", "8"], "unknown argument 7 8"],
  ])("refuses %j", (args, reason) => {
    expect(() => parseStatus(args)).toThrow(expect.objectContaining({ reason }));
  });

  it("refuses an option that it does not know", () => {
    expect(() => parseStatus(["--fast"])).toThrow(/^arguments: Unknown option '--fast'/);
  });
});
