import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { containersOf } from "../../operations/chaos/engine";
import type { Fault } from "../../operations/chaos/fault";
import { FAULTS } from "../../operations/chaos/faults";
import { seeded } from "../../operations/chaos/random";
import { renderReport, renderRound } from "../../operations/chaos/report";
import { isClean, playRound, type Round } from "../../operations/chaos/round";
import { readEnvironment } from "../../operations/environment";
import { Failure } from "../lib/failure";
import { Reporter } from "../lib/reporter";

/** What the command line asks for. */
export interface ChaosArguments {
  readonly faults: readonly Fault[];
  readonly rounds: number;
  readonly seed: number;
  /** Changes a second, of all shards together. */
  readonly rate: number;
  /** JSON file that the rounds are added to. */
  readonly report?: string;
}

/** Reads the arguments. @throws Failure that names the one that is wrong. */
export function parseChaos(args: readonly string[]): ChaosArguments {
  const names = FAULTS.map(({ name }) => name);
  const remedy = `known are --yes, --faults <${names.join(",")}>, --rounds <n>, --seed <n>, --rate <changes a second>, --report <file.json>`;
  const failure = (reason: string): Failure => new Failure("arguments", reason, remedy);
  const option = { type: "string" } as const;
  const options = {
    ...{ yes: { type: "boolean" } as const, faults: option, rounds: option },
    ...{ seed: option, rate: option, report: option },
  };
  let values: Partial<Record<"faults" | "rounds" | "seed" | "rate" | "report", string>> & { yes?: boolean };
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    throw failure((error as Error).message);
  }
  const number = (name: "rounds" | "seed" | "rate", byDefault: string): number => {
    const text = values[name] ?? byDefault;
    if (!/^[1-9]\d{0,6}$/.test(text)) throw failure(`--${name} ${text} is no number from 1`);
    return Number(text);
  };
  if (!values.yes)
    throw failure("it kills, freezes and cuts off the stack's containers and writes rows: say --yes");
  const wanted = values.faults?.split(",") ?? names;
  const faults = wanted.map((name) => {
    const fault = FAULTS.find((known) => known.name === name);
    if (fault === undefined) throw failure(`there is no fault "${name}"`);
    return fault;
  });
  return {
    ...{ faults, rounds: number("rounds", "1"), seed: number("seed", "1"), rate: number("rate", "300") },
    ...(values.report === undefined ? {} : { report: values.report }),
  };
}

/**
 * `npm run chaos -- --yes [--faults a,b] [--rounds n] [--seed n] [--rate n] [--report file.json]`: breaks the running stack, one fault after
 * the other, under load, and compares every row after each. Ends at the first round that is not clean: the stack is left as it is, to
 * be looked at. Exit code 0 when all rounds were clean.
 */
export async function chaos(reporter: Reporter, args: readonly string[]): Promise<number> {
  const { faults, rounds, seed, rate, report } = parseChaos(args);
  const environment = await readEnvironment(new Reporter(process.stderr, { quiet: true }));
  const containers = await containersOf(environment.stack);
  const container = (service: string): string => {
    const name = containers.find((candidate) => candidate.endsWith(`-${service}`));
    if (name === undefined)
      throw new Failure("stack", `it has no container of ${service}`, "run `npm start` first");
    return name;
  };
  const played: Round[] = [];
  for (let number = 0; number < rounds; number += 1) {
    for (const fault of faults) {
      const own = seed * 1000 + played.length;
      const scene = { environment, container, random: seeded(own) };
      const round = await playRound(scene, fault, { seed: own, rate });
      played.push(round);
      reporter.line(renderRound(round));
      if (report !== undefined) add(report, round);
      if (!isClean(round)) return 1;
    }
  }
  reporter.line(`\n${renderReport(faults, played)}`);
  return 0;
}

function add(file: string, round: Round): void {
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Round[]) : [];
  writeFileSync(file, `${JSON.stringify([...before, round], undefined, 1)}\n`);
}
