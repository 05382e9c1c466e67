/** How many transactions a GTID set holds: `uuid:1-5:7,uuid:tag:1-2` holds 8. */
export function countTransactions(gtids: string): number {
  const intervals = [...gtids.matchAll(/:(\d+)(?:-(\d+))?(?=[:,\s]|$)/g)];
  return intervals.reduce((total, [, first, last]) => total + Number(last ?? first) - Number(first) + 1, 0);
}

/** The GTID set that Connect's committed offsets confirm; undefined while there is none, or a snapshot goes on. */
export function confirmedGtids(offsets: readonly Record<string, unknown>[]): string | undefined {
  const [offset] = offsets;
  if (!offset || (offset["snapshot"] ?? false) !== false) return undefined;
  return typeof offset["gtids"] === "string" ? offset["gtids"] : undefined;
}
