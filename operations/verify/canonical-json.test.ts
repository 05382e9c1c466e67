import { describe, expect, it } from "vitest";
import { canonicalJson, parseLossless } from "./canonical-json";

describe("canonicalJson", () => {
  it.each([
    ["keys in another order, and blanks", '{"b": [1, 2], "a": {}}', '{"a":{},"b":[1,2]}'],
    ["a number with an exponent", "[1e17, 1.5e-7]", "[100000000000000000,0.00000015]"],
    ["a double of more digits than it holds", "9.223372036854776e18", "9223372036854775808"],
    ["a double with all its digits", "1.2345678901234568e29", "123456789012345677877719597056"],
    ["a time in JSON", '"03:04:05.000000"', '"03:04:05"'],
    ["a date and time in JSON", '"2026-01-02 03:04:05.678000"', '"2026-01-02 03:04:05.678"'],
    ["a binary value in JSON", '"base64:type15:AQI="', '"AQI="'],
  ])("is the same for %s, as MySQL and as the binlog's reader writes it", (_, mysql, binlog) => {
    expect(canonicalJson(mysql, true)).toBe(canonicalJson(binlog, true));
  });

  it.each([
    ["9007199254740993", "9007199254740992"],
    ["18446744073709551615", "18446744073709551614"],
    ['"03:04:05.1"', '"03:04:05.2"'],
    ['"a"', '"A"'],
    ['"1"', "1"],
    ["null", '"null"'],
  ])("is another one for %s and %s", (a, b) => {
    expect(canonicalJson(a, true)).not.toBe(canonicalJson(b, true));
  });

  it("leaves a text that is no JSON as it is", () => {
    expect(canonicalJson("{", true)).toBe("{");
  });
});

describe("parseLossless", () => {
  it("keeps every digit of a whole number", () => {
    expect(parseLossless('{"id":-9223372036854775807,"n":1.5}')).toEqual({
      id: -9223372036854775807n,
      n: 1.5,
    });
  });
});
