import { describe, expect, it } from "vitest";
import { parseVerify } from "./verify";

describe("parseVerify", () => {
  it("takes everything there is, in a minute, when nothing is asked for", () => {
    expect(parseVerify([])).toEqual({ json: false, repair: false, wait: 60_000 });
  });

  it("reads every option", () => {
    expect(parseVerify(["--json", "--repair", "--shard", "shard1", "--table=a.b", "--wait", "5"])).toEqual({
      ...{ json: true, repair: true, shard: "shard1", table: "a.b", wait: 5000 },
    });
  });

  it("refuses a time that is none", () => {
    expect(() => parseVerify(["--wait", "soon"])).toThrow(
      expect.objectContaining({ reason: "--wait soon is no number of seconds" }),
    );
  });

  it("refuses an option that it does not know", () => {
    expect(() => parseVerify(["--fast"])).toThrow(/^arguments: Unknown option '--fast'/);
  });
});
