import { describe, expect, it } from "vitest";
import { FAULTS } from "../../operations/chaos/faults";
import { Failure } from "../lib/failure";
import { parseChaos } from "./chaos";

const names = FAULTS.map(({ name }) => name).join(",");
const known = `known are --yes, --faults <${names}>, --rounds <n>, --seed <n>, --rate <changes a second>, --minutes <n>, --report <file.json>, --render`;

describe("parseChaos", () => {
  it("plays every fault once by default, but what breaks more than the stack", () => {
    const { faults, ...rest } = parseChaos(["--yes"]);
    expect(rest).toEqual({ rounds: 1, seed: 1, rate: 300, minutes: 9_999_999, render: false });
    const names = FAULTS.filter((fault) => !faults.includes(fault)).map(({ name }) => name);
    expect(names).toEqual(["interrupt-up", "restart-engine"]);
  });

  it("shows a report without being allowed to break anything", () => {
    expect(parseChaos(["--render", "--report", "r.json"])).toMatchObject({ render: true, report: "r.json" });
  });

  it("takes faults, rounds, seed, rate and a report", () => {
    const args = "--yes --faults power-cut --rounds 20 --seed 7 --rate 100 --minutes 5 --report r.json".split(
      " ",
    );
    expect(parseChaos(args)).toEqual({
      ...{ faults: FAULTS.filter(({ name }) => name === "power-cut"), rounds: 20, seed: 7, rate: 100 },
      ...{ minutes: 5, render: false, report: "r.json" },
    });
  });

  it.each([
    [[], "it kills, freezes and cuts off the stack's containers and writes rows: say --yes"],
    [["--yes", "--faults", "kill-me"], 'there is no fault "kill-me"'],
    [["--yes", "--rounds", "0"], "--rounds 0 is no number from 1"],
    [["--render"], "--render needs the --report that it shows"],
  ])("refuses %j", (args, reason) => {
    expect(() => parseChaos(args)).toThrow(new Failure("arguments", reason, known));
  });
});
