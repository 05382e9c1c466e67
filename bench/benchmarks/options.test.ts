import { describe, expect, it } from "vitest";
import { parseOptions } from "./options";

describe("the arguments of a run", () => {
  it("are the published ones by default", () => {
    expect(parseOptions(["freshness"])).toEqual({
      names: ["freshness"],
      options: {
        ...{ rounds: 3, shards: 3, warmUp: 6, seconds: 30, idle: 60, rows: 300_000, snapshotRows: 1_000_000 },
        ...{ rates: [100, 250, 500, 1000, 2000, 4000], sizes: [3, 6, 12, 16] },
        ...{ contenders: ["shardview", "script", "pgsync"], profile: "fresh", keep: false },
      },
    });
  });

  it("change what they name", () => {
    const args =
      "drain --warm-up 1 --rows 5000 --snapshot-rows 10 --rates 5,10 --sizes 1,2 --contenders script --profile throughput --keep --out tries";
    const { names, options } = parseOptions(args.split(" "));
    expect(names).toEqual(["drain"]);
    expect(options).toMatchObject({
      ...{
        warmUp: 1,
        rows: 5000,
        snapshotRows: 10,
        rates: [5, 10],
        sizes: [1, 2],
        contenders: ["script"],
        profile: "throughput",
        keep: true,
        out: "tries",
      },
    });
  });

  it.each([
    [["--rounds", "0"], "--rounds 0 is no whole number"],
    [["--rates", "5,x"], "--rates x is no whole number"],
    [["--contenders", "ours"], "there is no contender ours; there are shardview, script, pgsync"],
    [["--profile", "fast"], "there is no profile fast; there are fresh, balanced, throughput"],
  ])("are refused: %s", (args, cause) => {
    expect(() => parseOptions(args)).toThrow(cause);
  });
});
