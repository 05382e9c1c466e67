import { without } from "../objects";
import { changedSettings, compareDefinitions } from "./changes";
import type { Mappings } from "./definition";

/** An index as the engine showed it right after it was made or changed: with all defaults, so that these are no drift. */
export interface Observed {
  settings: Record<string, unknown>;
  mappings: Mappings;
}

/** What somebody changed on an index by hand. */
export interface HandChanges {
  /** In words, each of one thing. */
  reasons: string[];
  /** Settings to put back; null removes one. */
  settings: Record<string, unknown>;
  /** The mapping is another. It cannot be put back: a field stays, once it is there. */
  mappings: string[];
}

// Facts of one index, not settings.
const OWN = /^index\.(uuid|creation_date|provided_name|version\.)/;

/** What is remembered of an index. */
export function observe({ settings, mappings }: Observed): Observed {
  return {
    settings: Object.fromEntries(Object.entries(settings).filter(([name]) => !OWN.test(name))),
    mappings: without(mappings, "_meta"),
  };
}

/** Compares an index with what is remembered of it. Pure. */
export function handChanges(remembered: Observed | undefined, live: Observed): HandChanges {
  if (!remembered) return { reasons: [], settings: {}, mappings: [] };
  const now = observe(live);
  const settings = changedSettings(now.settings, remembered.settings);
  const mapped = compareDefinitions(
    { index: { mappings: remembered.mappings } },
    { index: { mappings: now.mappings } },
  );
  const mappings = mapped.reasons.map((reason) => `${reason}, by hand`);
  const asJson = (value: unknown) => (value === undefined ? "its default" : JSON.stringify(value));
  const changed = settings.map(
    ({ name, to }) => `setting '${name}' is ${asJson(now.settings[name])} by hand, not ${asJson(to)}`,
  );
  return {
    reasons: [...mappings, ...changed],
    settings: Object.fromEntries(settings.map(({ name, to }) => [name, to ?? null])),
    mappings,
  };
}

/** Whether a reason of `handChanges` is about the mapping. */
export function isOfMapping(reason: string): boolean {
  return !reason.startsWith("setting ");
}
