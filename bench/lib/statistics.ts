/** What a series of figures looks like. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** The smallest value that is not below `share` (0 to 1) of all values: no value that was not measured. Pure. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error("there is no percentile of no values");
  return value;
}

/** Minimum, median (of two middle values the mean) and maximum. Pure. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new Error("there is no median of no values");
  return { min: sorted[0] ?? low, median: (low + high) / 2, max: sorted.at(-1) ?? high };
}

/** The figures of a distribution of times, in whole milliseconds. Pure. */
export function latencies(milliseconds: readonly number[]): Record<"p50" | "p95" | "p99" | "max", number> {
  const at = (share: number): number => Math.round(percentile(milliseconds, share));
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** Seconds with one digit after the point. Pure. */
export function inSeconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
