import { counts, type Measurement, type Result } from "../lib/results";
import { spread, type Spread } from "../lib/statistics";

/** The figures of one contender in one case, over all rounds that count. */
export interface Row {
  readonly case: string;
  readonly contender: string;
  readonly rounds: number;
  /** Rounds that lost a row. */
  readonly discounted: number;
  readonly figures: Readonly<Record<string, Spread>>;
  readonly load: Spread;
  readonly steal: Spread;
}

/** Puts the rounds of a result together, in the order in which cases and contenders first came. Pure. */
export function summarize({ measurements }: Pick<Result, "measurements">): Row[] {
  const groups = new Map<string, Measurement[]>();
  for (const one of measurements) {
    const key = JSON.stringify([one.case, one.contender]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const cases = [...new Set(measurements.map((one) => one.case))];
  return [...groups.values()]
    .map(summarizeGroup)
    .toSorted((a, b) => cases.indexOf(a.case) - cases.indexOf(b.case));
}

function summarizeGroup(group: readonly Measurement[]): Row {
  const valid = group.filter(counts);
  const names = [...new Set(valid.flatMap(({ figures }) => Object.keys(figures)))];
  const figures = names.map((name) => {
    const values = valid.map((one) => one.figures[name]).filter((value) => value !== undefined);
    return [name, spread(values)];
  });
  const machine = (figure: "load" | "steal"): Spread => spread(group.map((one) => one.machine[figure]));
  return {
    ...{ case: group[0]?.case ?? "", contender: group[0]?.contender ?? "" },
    ...{ rounds: valid.length, discounted: group.length - valid.length },
    figures: Object.fromEntries(figures) as Record<string, Spread>,
    ...{ load: machine("load"), steal: machine("steal") },
  };
}
