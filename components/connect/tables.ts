import { itemsOf, type Inputs } from "./inputs";

const INCLUDED = "table.include.list";
const EVERY_TABLE = ".*";

/** The patterns of the captured tables. */
export function capturedTables({ config }: Pick<Inputs, "config">): string[] {
  const tables = itemsOf(config[INCLUDED]);
  return tables.length > 0 ? tables : [EVERY_TABLE];
}

/** What `more` captures and `less` does not, pattern by pattern. */
export function tablesOnlyIn(more: Pick<Inputs, "config">, less: Pick<Inputs, "config">): string[] {
  const known = capturedTables(less);
  if (known.includes(EVERY_TABLE)) return [];
  return capturedTables(more).filter((table) => !known.includes(table));
}

/** Whether Connect holds no offsets for what the new inputs describe, so that the connector starts with a snapshot. */
export function startsAfresh(olds: Inputs, news: Inputs): boolean {
  return (
    olds.name !== news.name ||
    olds.config["topic.prefix"] !== news.config["topic.prefix"] ||
    news.offsetsReset > olds.offsetsReset
  );
}

/** Tables that an incremental snapshot must read for a change: the new ones, all of a new generation, and what is pending. */
export function tablesToRead(olds: Inputs, news: Inputs): string[] {
  if (!news.signal || startsAfresh(olds, news)) return [];
  const captured = capturedTables(news);
  if (news.snapshot > olds.snapshot) return captured;
  const wanted = [...(olds.pending ?? []), ...tablesOnlyIn(news, olds)];
  return captured.filter((table) => wanted.includes(table));
}
