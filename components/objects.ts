/** A copy without the named keys. */
export function without<T extends object, K extends keyof T>(from: T, ...keys: K[]): Omit<T, K> {
  const kept = Object.entries(from).filter(([key]) => !keys.includes(key as K));
  return Object.fromEntries(kept) as Omit<T, K>;
}

/**
 * Whether groups and lists stand in each other deeper than any configuration or mapping has them: code that walks into them
 * would run out of stack.
 */
export function isDeep(value: unknown, deepest = 50): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((each): unknown[] =>
      typeof each === "object" && each !== null ? Object.values(each) : [],
    );
  }
  return false;
}
