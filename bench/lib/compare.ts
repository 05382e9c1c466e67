import { setTimeout as pause } from "node:timers/promises";
import { readShape, type TableShape } from "../../operations/verify/table-shape";
import { scanTable } from "../../operations/verify/scan";
import { refresh } from "../../components/search/client";
import { checkInterruption } from "../../toolchain/lib/process";
import type { Comparison } from "./results";

/** A table of a shard and the index that should hold its rows. */
export interface Pair {
  readonly shard: string;
  /** Container of its MySQL. */
  readonly container: string;
  readonly table: string;
  readonly index: string;
}

/**
 * Compares every row with its document, as `npm run verify` does, when nothing is written any more. What differs is looked at again
 * for up to `wait` ms: it may be on its way.
 */
export async function compareRows(url: string, pairs: readonly Pair[], wait = 60_000): Promise<Comparison> {
  const deadline = Date.now() + wait;
  const all = await Promise.all(pairs.map((pair) => comparePair(url, pair, deadline)));
  const sum = (figure: keyof Comparison): number => all.reduce((total, one) => total + one[figure], 0);
  return { rows: sum("rows"), documents: sum("documents"), differing: sum("differing") };
}

async function comparePair(url: string, pair: Pair, deadline: number): Promise<Comparison> {
  const { shard, container, table, index } = pair;
  const captured = { shard, table, topic: "", index };
  const shape = withoutNotation(await readShape(container, captured));
  for (;;) {
    checkInterruption();
    await refresh(url, index, deadline + 30_000);
    const { rows, documents, suspects } = await scanTable(container, shape, { url, index }, () => undefined);
    if (suspects.length === 0 || Date.now() > deadline)
      return { rows, documents, differing: suspects.length };
    await pause(1000);
  }
}

/**
 * The shape, with documents read by what they mean: a rival may write a price as a number and a time without its zone. Nothing is
 * rounded. Pure.
 */
export function withoutNotation(shape: TableShape): TableShape {
  const columns = shape.columns.map((column) => {
    const { fromDocument } = column.form;
    const meant = (value: unknown): string => plainNotation(fromDocument(value));
    const fromRow = (value: string | number): string | null => {
      const text = column.form.fromRow(value);
      return text === null ? null : plainNotation(text);
    };
    return { ...column, form: { ...column.form, fromRow, fromDocument: meant } };
  });
  return { ...shape, columns };
}

/** A number without zeros at its end, a date or time without zone and `T`; other texts as they are. Pure. */
export function plainNotation(text: string): string {
  if (/^-?\d+(\.\d+)?$/.test(text)) return text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
  const day = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?)?(?:Z|\+00:00)?$/.exec(text);
  if (!day) return text;
  const fraction = (day[3] ?? "").replace(/0+$/, "");
  return [day[1], day[2], fraction].filter((part) => part !== undefined && part !== "").join(" ");
}
