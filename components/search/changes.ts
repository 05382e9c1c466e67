import { isDeepStrictEqual } from "node:util";
import { without } from "../objects";
import { normalized, type IndexDefinition, type Property } from "./definition";

/** What another definition does to an index. */
export interface Change {
  kind: "same" | "in place" | "rebuild";
  /** In words, each of one thing: `field 'price' is another`. For a rebuild only those that need it. */
  reasons: string[];
  /** Settings to change in place; null removes one. */
  settings: Record<string, unknown>;
  /** Columns whose values get a field that they did not have. */
  columns: string[];
}

/**
 * Settings that an open index may change. Any other counts as static, so that it is at worst rebuilt once too often.
 * https://docs.opensearch.org/latest/install-and-configure/configuring-opensearch/index-settings/#dynamic-index-level-index-settings
 */
const DYNAMIC = [
  "index.number_of_replicas",
  "index.auto_expand_replicas",
  "index.refresh_interval",
  "index.periodic_flush_interval",
  // The poller goes on where it was, with another consumer.
  "index.ingestion_source.param.fetch.max.wait.ms",
  "index.search.",
  "index.highlight.",
  "index.analyze.",
  "index.query.default_field",
  "index.gc_deletes",
  "index.max_",
  "index.default_pipeline",
  "index.routing.allocation.",
  "index.routing.rebalance.",
  "index.merge.",
  "index.merge_on_flush.",
  "index.mapping.total_fields.limit",
  "index.mapping.depth.limit",
  "index.mapping.nested_fields.limit",
  "index.mapping.nested_objects.limit",
  "index.mapping.field_name_length.limit",
  "index.indexing.slowlog.",
];

function isDynamic(setting: string): boolean {
  return DYNAMIC.some((known) =>
    known.endsWith(".") || known.endsWith("_") ? setting.startsWith(known) : setting === known,
  );
}

/** Says what has to happen to an index of the old definition that shall have the new one. Pure. */
export function compareDefinitions(olds: IndexDefinition, news: IndexDefinition): Change {
  const before = normalized(olds);
  const after = normalized(news);
  const changed = changedSettings(before.index.settings ?? {}, after.index.settings ?? {});
  const fields = compareFields(before.index.mappings?.properties, after.index.mappings?.properties);
  const breaking = [
    ...changed.filter(({ name }) => !isDynamic(name)).map(({ name }) => `setting '${name}' is another`),
    ...fields.breaking,
    ...changedOptions(before.index.mappings ?? {}, after.index.mappings ?? {}),
    ...(isDeepStrictEqual(before.pipeline, after.pipeline) ? [] : ["its ingest pipeline is another"]),
    ...(before.generation === after.generation ? [] : ["its topic is filled anew"]),
  ];
  if (breaking.length > 0) return { kind: "rebuild", reasons: breaking, settings: {}, columns: [] };
  const settings = Object.fromEntries(changed.map(({ name, to }) => [name, to ?? null]));
  const reasons = [
    ...fields.added.map((path) => `field '${path}' is new`),
    ...changed.map(
      ({ name, to }) => `setting '${name}' becomes ${to === undefined ? "the default" : JSON.stringify(to)}`,
    ),
  ];
  const same = reasons.length === 0 && isDeepStrictEqual(before, after);
  const columns = [...new Set(fields.added.map((path) => path.split(".")[0] ?? ""))];
  return { kind: same ? "same" : "in place", reasons, settings, columns };
}

/** The settings that differ, each with the value that it is to get. */
export function changedSettings(
  olds: Record<string, unknown>,
  news: Record<string, unknown>,
): { name: string; to?: unknown }[] {
  return [...new Set([...Object.keys(olds), ...Object.keys(news)])]
    .filter((name) => !isDeepStrictEqual(asText(olds[name]), asText(news[name])))
    .map((name) => ({ name, to: news[name] }));
}

// The search engine keeps settings as texts: 1 and "1" are the same.
function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

// `_meta` is for people; everything else at the top decides how documents are read.
function changedOptions(olds: Record<string, unknown>, news: Record<string, unknown>): string[] {
  return [...new Set([...Object.keys(olds), ...Object.keys(news)])]
    .filter((name) => name !== "properties" && name !== "_meta" && !isDeepStrictEqual(olds[name], news[name]))
    .map((name) => `mapping option '${name}' is another`);
}

type Fields = Record<string, Property> | undefined;

function compareFields(
  olds: Fields = {},
  news: Fields = {},
  prefix = "",
): { added: string[]; breaking: string[] } {
  const added: string[] = [];
  const breaking: string[] = [];
  for (const name of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    const path = `${prefix}${name}`;
    const before = olds[name];
    const after = news[name];
    if (!after) breaking.push(`field '${path}' is gone`);
    else if (!before) added.push(path);
    else {
      if (!isDeepStrictEqual(ownOptions(before), ownOptions(after)))
        breaking.push(`field '${path}' is another`);
      for (const inner of ["properties", "fields"] as const) {
        const below = compareFields(before[inner], after[inner], `${path}.`);
        added.push(...below.added);
        breaking.push(...below.breaking);
      }
    }
  }
  return { added, breaking };
}

function ownOptions(property: Property): object {
  return without(property, "properties", "fields");
}
