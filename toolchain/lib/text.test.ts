import { describe, expect, it } from "vitest";
import { duration, oneLine, table } from "./text";

describe("duration", () => {
  it.each([
    [0, "0.0 s"],
    [3_240, "3.2 s"],
    [59_900, "59.9 s"],
    [60_000, "1 min 00 s"],
    [245_400, "4 min 05 s"],
  ])("writes %d ms as %s", (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text);
  });
});

describe("oneLine", () => {
  it("takes colours and control characters out", () => {
    expect(oneLine("\u001b[32mdone\u001b[0m\tnow\r", 80)).toBe("done now ");
  });

  it("cuts what is too wide for the terminal", () => {
    expect(oneLine("0123456789", 5)).toBe("0123…");
  });
});

describe("table", () => {
  it("pads every column to its widest cell", () => {
    expect(
      table(
        ["shard", "rows"],
        [
          ["s", 5],
          ["shard10", 12345],
        ],
      ),
    ).toBe(["shard    rows", "s            5", "shard10  12345"].join("\n"));
  });
});
