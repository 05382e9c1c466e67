import type { Fault } from "../faults";
import type { Settings } from "../settings";
import type { World } from "../world";

/** Checks the whole configuration for one kind of fault. Pure. */
export type Rule = (settings: Settings, world: World) => Fault[];

export function fault(path: string, value: unknown, rule: string, remedy: string): Fault {
  return { path, value, rule, remedy };
}

/** A fault for every value that stands there before; `path` names the place of the i-th. */
export function duplicates(values: readonly unknown[], path: (i: number) => string, remedy: string): Fault[] {
  const places = new Map([...values.entries()].reverse().map(([i, value]) => [value, i] as const));
  return values.flatMap((value, i) => {
    const first = places.get(value) ?? i;
    return first < i ? [fault(path(i), value, `is the same as ${path(first)}`, remedy)] : [];
  });
}
