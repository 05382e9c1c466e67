import { compareDefinitions, type Change } from "./changes";
import { fingerprint, type IndexDefinition } from "./definition";

/** An index of a series, as the search engine shows it. */
export interface Generation {
  name: string;
  aliases: string[];
  /** Fingerprint of the definition that it was built by; undefined when it was made by older code, or by hand. */
  builtBy?: string;
}

/** Number of digits after a series' name. */
const DIGITS = 6;

export function generationName(series: string, number: number): string {
  return `${series}-${String(number).padStart(DIGITS, "0")}`;
}

/** The number of a generation of the series; undefined for any other index. */
export function generationNumber(series: string, index: string): number | undefined {
  const digits = index.startsWith(`${series}-`) ? index.slice(series.length + 1) : "";
  return digits.length === DIGITS && /^\d+$/.test(digits) ? Number(digits) : undefined;
}

/** The series that an index belongs to. */
export function seriesOf(index: string): string {
  return index.replace(/-\d{6}$/, "");
}

/** What the state knows of an index. */
export interface Known {
  /** Name of the index that served when the state was written. */
  index?: string;
  definition?: IndexDefinition;
}

/** What is wanted of a series. */
export interface Wanted {
  series: string;
  alias: string;
  definition: IndexDefinition;
}

/** How a series gets to what is wanted. */
export interface Step {
  /**
   * `create`: there is none. `keep`: the current one is as wanted. `change`: it becomes so in place. `rebuild`: another is built
   * beside it. `finish`: another that is as wanted is there, from a rebuild that was interrupted.
   */
  kind: "create" | "keep" | "change" | "rebuild" | "finish";
  /** The index that serves now; undefined when there is none. */
  current?: string;
  /** The index that shall serve. */
  target: string;
  /** Name of the next generation. */
  next: string;
  /** Generations that nobody needs. */
  leftovers: string[];
  change: Change;
}

const SAME: Change = { kind: "same", reasons: [], settings: {}, columns: [] };

/** The generation that serves: it has the alias, or the state knows it, or it is the first. */
export function currentGeneration(
  generations: readonly Generation[],
  alias: string,
  known: Known,
): Generation | undefined {
  return (
    generations.findLast(({ aliases }) => aliases.includes(alias)) ??
    generations.find(({ name }) => name === known.index) ??
    generations[0]
  );
}

/** Decides what to do. Pure. `spoilt`: reasons for which the current index cannot stay as it is. */
export function decide(
  generations: readonly Generation[],
  known: Known,
  wanted: Wanted,
  spoilt: readonly string[] = [],
): Step {
  const { series } = wanted;
  const numbers = generations.map(({ name }) => generationNumber(series, name) ?? 0);
  const next = generationName(series, Math.max(0, ...numbers) + 1);
  const current = currentGeneration(generations, wanted.alias, known);
  if (!current) return { kind: "create", target: next, next, leftovers: [], change: SAME };
  const step = (kind: Step["kind"], target: string, change: Change): Step => ({
    kind,
    current: current.name,
    target,
    next,
    leftovers: generations.map(({ name }) => name).filter((name) => ![current.name, target].includes(name)),
    change,
  });
  const rebuild = (reasons: readonly string[]): Step =>
    step("rebuild", next, { ...SAME, kind: "rebuild", reasons: [...reasons] });
  const print = fingerprint(wanted.definition);
  if (spoilt.length > 0) return rebuild(spoilt);
  if (current.builtBy === print) return step("keep", current.name, SAME);
  const built = generations.findLast(({ builtBy }) => builtBy === print);
  if (built) return step("finish", built.name, changeOf(current, known, wanted));
  const change = changeOf(current, known, wanted);
  return change.kind === "rebuild" ? rebuild(change.reasons) : step("change", current.name, change);
}

/** The same step, when it turns out that the change cannot be made in place. */
export function asRebuild(step: Step, reasons: string[]): Step {
  return { ...step, kind: "rebuild", target: step.next, change: { ...SAME, kind: "rebuild", reasons } };
}

function changeOf(current: Generation, known: Known, wanted: Wanted): Change {
  const builtByKnown =
    known.definition !== undefined &&
    (current.builtBy === undefined || current.builtBy === fingerprint(known.definition));
  return known.definition !== undefined && builtByKnown
    ? compareDefinitions(known.definition, wanted.definition)
    : { ...SAME, kind: "rebuild", reasons: ["it was built by another definition"] };
}
