import { createHash } from "node:crypto";

/** Mappings of an index, as the search engine takes them. */
export interface Mappings {
  properties?: Record<string, Property>;
  _meta?: Record<string, unknown>;
  [option: string]: unknown;
}

/** Mapping of one field. */
export interface Property {
  type?: string;
  properties?: Record<string, Property>;
  fields?: Record<string, Property>;
  [option: string]: unknown;
}

/** What every generation of an index is made by: settings and mappings, and the ingest pipeline that its documents go through. */
export interface IndexDefinition {
  index: { settings?: Record<string, unknown>; mappings?: Mappings };
  pipeline?: Record<string, unknown>;
  /** Generation of what the topic holds: of another number the index is built again from the topic. Default 0. */
  generation?: number;
}

/** Settings as one level of keys that begin with `index.`, in whatever form they are given. */
export function flatSettings(settings: Record<string, unknown> = {}, prefix = ""): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(settings)) {
    const path = `${prefix}${key}`;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      Object.assign(flat, flatSettings(value as Record<string, unknown>, `${path}.`));
    } else {
      flat[prefix === "" && !path.startsWith("index.") ? `index.${path}` : path] = value;
    }
  }
  return prefix === "" ? withIndexPrefix(flat) : flat;
}

function withIndexPrefix(flat: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(flat).map(([key, value]) => [key.startsWith("index.") ? key : `index.${key}`, value]),
  );
}

/** The definition without what belongs to one generation: older code wrote the alias and the pipeline's name into it. */
export function normalized({
  index,
  pipeline,
  generation,
}: IndexDefinition): IndexDefinition & Required<Omit<IndexDefinition, "generation">> {
  const settings = flatSettings(index.settings);
  delete settings["index.final_pipeline"];
  const definition = { index: { settings, mappings: index.mappings ?? {} }, pipeline: pipeline ?? {} };
  // Fingerprints of indexes without one stay what they were.
  return generation ? { ...definition, generation } : definition;
}

/** A short text that two definitions share only when they mean the same. */
export function fingerprint(definition: IndexDefinition): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted(normalized(definition))))
    .digest("hex")
    .slice(0, 16);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/**
 * Mappings for the search engine, which keeps `_meta` for whoever made the index. The fingerprint in it tells a finished index
 * from one that an interrupted rebuild left.
 */
export function markedMappings(definition: IndexDefinition): Mappings {
  const mappings = definition.index.mappings ?? {};
  return { ...mappings, _meta: { ...mappings._meta, shardview: { builtBy: fingerprint(definition) } } };
}

/** The fingerprint that mappings carry. */
export function markOf(mappings: Mappings | undefined): string | undefined {
  return (mappings?._meta?.["shardview"] as { builtBy?: string } | undefined)?.builtBy;
}

/**
 * What an index has instead of its own settings until it has read what its topic holds: nobody searches it before, and a
 * refresh every 100 ms takes a quarter of the engine's processor time then. Not never: the rows of an `up` that was
 * interrupted are found as well.
 */
const WHILE_FILLING: Readonly<Record<string, unknown>> = { "index.refresh_interval": "10s" };

/** The definition's own values of what {@link generationBody} sets for the time in which the index fills; null is the default. */
export function servingSettings(definition: IndexDefinition): Record<string, unknown> {
  const settings = normalized(definition).index.settings ?? {};
  return Object.fromEntries(Object.keys(WHILE_FILLING).map((name) => [name, settings[name] ?? null]));
}

/** Of these what an index still lacks that was left while it filled. Pure. */
export function leftToServe(
  definition: IndexDefinition,
  live: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const wanted = Object.entries(servingSettings(definition));
  return Object.fromEntries(
    wanted.filter(([name, value]) => value !== live[name] && live[name] === WHILE_FILLING[name]),
  );
}

/** Body of `PUT /<index>` for a generation that is to be filled; `alias` for one that serves from the start. */
export function generationBody(definition: IndexDefinition, index: string, alias?: string): object {
  const settings = { ...normalized(definition).index.settings, ...WHILE_FILLING };
  return {
    settings: definition.pipeline ? { ...settings, "index.final_pipeline": index } : settings,
    mappings: markedMappings(definition),
    ...(alias === undefined ? {} : { aliases: { [alias]: {} } }),
  };
}
