import { describe, expect, it } from "vitest";
import { FAULTS } from "../../operations/chaos/faults";
import { Failure } from "../lib/failure";
import { parseChaos } from "./chaos";

const names = FAULTS.map(({ name }) => name).join(",");
const known = `known are --yes, --faults <${names}>, --rounds <n>, --seed <n>, --rate <changes a second>, --report <file.json>`;

describe("parseChaos", () => {
  it("plays every fault once by default", () => {
    expect(parseChaos(["--yes"])).toEqual({ faults: FAULTS, rounds: 1, seed: 1, rate: 300 });
  });

  it("takes faults, rounds, seed, rate and a report", () => {
    const args = "--yes --faults power-cut --rounds 20 --seed 7 --rate 100 --report r.json".split(" ");
    expect(parseChaos(args)).toEqual({
      ...{ faults: FAULTS.filter(({ name }) => name === "power-cut"), rounds: 20, seed: 7, rate: 100 },
      report: "r.json",
    });
  });

  it.each([
    [[], "it kills, freezes and cuts off the stack's containers and writes rows: say --yes"],
    [["--yes", "--faults", "kill-me"], 'there is no fault "kill-me"'],
    [["--yes", "--rounds", "0"], "--rounds 0 is no number from 1"],
  ])("refuses %j", (args, reason) => {
    expect(() => parseChaos(args)).toThrow(new Failure("arguments", reason, known));
  });
});
