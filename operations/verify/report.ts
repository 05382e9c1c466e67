import { table as textTable } from "../../toolchain/lib/text";
import type { Difference } from "./compare";
import type { TableResult } from "./table";

/** A table that could not be compared, and why. */
export interface Incomparable {
  readonly shard: string;
  readonly table: string;
  readonly error: string;
}

export type Outcome = TableResult | Incomparable;

/** Keys of one kind that the text lists; JSON has all. */
const LISTED = 20;

const KINDS = ["missing", "stale", "surplus"] as const;

/** The sums over all tables. */
export interface Totals extends Readonly<Record<(typeof KINDS)[number], number>> {
  readonly rows: number;
  readonly repaired: number;
  /** Keys that differed at first and were not looked at again. */
  readonly unchecked: number;
  /** Tables. */
  readonly notCompared: number;
}

export function totals(outcomes: readonly Outcome[]): Totals {
  const compared = outcomes.filter(isCompared);
  const sum = (pick: (result: TableResult) => number): number =>
    compared.reduce((total, result) => total + pick(result), 0);
  return {
    rows: sum(({ rows }) => rows),
    missing: sum((result) => ofKind(result, "missing").length),
    stale: sum((result) => ofKind(result, "stale").length),
    surplus: sum((result) => ofKind(result, "surplus").length),
    repaired: sum(({ repaired }) => repaired.length),
    unchecked: sum(({ unchecked }) => unchecked),
    notCompared: outcomes.length - compared.length,
  };
}

export function isCompared(outcome: Outcome): outcome is TableResult {
  return !("error" in outcome);
}

/** 0 when all is equal, 1 when anything differs, 2 when nothing does but something could not be compared. */
export function exitCode(outcomes: readonly Outcome[]): number {
  if (outcomes.filter(isCompared).some(differs)) return 1;
  return outcomes.every(isCompared) ? 0 : 2;
}

function differs({ differences, unchecked }: TableResult): boolean {
  return differences.length + unchecked > 0;
}

/** The result as a table, with the keys that differ below it and one line that says it all at the end. */
export function renderOutcomes(outcomes: readonly Outcome[]): string {
  const header = ["shard", "table", "rows", "documents", "missing", "stale", "surplus", "result"];
  const rows = outcomes.map((outcome) => {
    const { shard, table } = outcome;
    if (!isCompared(outcome)) return [shard, table, "-", "-", "-", "-", "-", "not compared"];
    const counts = KINDS.map((kind) => ofKind(outcome, kind).length);
    return [shard, table, outcome.rows, outcome.documents, ...counts, verdict(outcome)];
  });
  return [textTable(header, rows), ...outcomes.flatMap(details), "", conclusion(outcomes)].join("\n");
}

function verdict(outcome: TableResult): string {
  if (differs(outcome)) return "DIFFERS";
  return outcome.repaired.length > 0 ? "repaired" : "equal";
}

function ofKind({ differences }: TableResult, kind: Difference["kind"]): Difference[] {
  return differences.filter((difference) => difference.kind === kind);
}

function details(outcome: Outcome): string[] {
  const name = `${outcome.shard} ${outcome.table}`;
  if (!isCompared(outcome)) return ["", `${name}: ${outcome.error}`];
  const notes = [
    ...KINDS.flatMap((kind) => keyLine(kind, ofKind(outcome, kind))),
    ...keyLine("repaired", outcome.repaired),
    ...(outcome.unchecked > 0 ? [`not looked at again: ${outcome.unchecked} more keys that differed`] : []),
    ...(outcome.obstacle === undefined ? [] : [`not everything may have arrived: ${outcome.obstacle}`]),
    ...(outcome.leftOut.length > 0
      ? [`columns of an unknown type, left out: ${outcome.leftOut.join(", ")}`]
      : []),
  ];
  return notes.length === 0 ? [] : ["", `${name}:`, ...notes.map((note) => `  ${note}`)];
}

function keyLine(kind: string, differences: readonly Difference[]): string[] {
  if (differences.length === 0) return [];
  const keys = differences
    .slice(0, LISTED)
    .map(({ id, columns }) => (columns ? `${id} (${columns.join(", ")})` : id));
  const more =
    differences.length > LISTED ? [`and ${differences.length - LISTED} more (--json has all)`] : [];
  return [`${kind}: ${[...keys, ...more].join(", ")}`];
}

function conclusion(outcomes: readonly Outcome[]): string {
  const { rows, missing, stale, surplus, unchecked, repaired, notCompared } = totals(outcomes);
  const differing = missing + stale + surplus + unchecked;
  return [
    `${rows} rows compared, ${differing === 0 ? "none differs" : `${differing} differ`}`,
    ...(repaired > 0 ? [`${repaired} repaired`] : []),
    ...(notCompared > 0 ? [`${notCompared} of ${outcomes.length} tables could not be compared`] : []),
  ]
    .join("; ")
    .concat(".");
}

/** A bar for the progress line: `[######----] 60%  600,000 of 1,000,000 rows, 21,000 rows/s`. */
export function renderProgress(done: number, of: number, milliseconds: number): string {
  const share = of === 0 ? 1 : Math.min(1, done / of);
  const filled = Math.round(share * 20);
  const number = (value: number): string => Math.round(value).toLocaleString("en");
  const speed = milliseconds > 0 ? `, ${number((done / milliseconds) * 1000)} rows/s` : "";
  const bar = `[${"#".repeat(filled)}${"-".repeat(20 - filled)}]`;
  return `${bar} ${Math.floor(share * 100)}%  ${number(done)} of ${number(of)} rows${speed}`;
}
