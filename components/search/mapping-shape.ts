import { isDeep } from "../objects";

/** What keeps a mapping file's content from being a mapping, as a sentence that goes on from "it"; undefined when nothing does. */
export function mappingFault(parsed: unknown): string | undefined {
  if (isDeep(parsed)) return "is nested too deep";
  if (!isGroup(parsed) || !isGroup(parsed["mappings"]) || !isGroup(parsed["mappings"]["properties"]))
    return "has no `mappings.properties`";
  const { settings = {}, mappings } = parsed;
  if (!isGroup(settings)) return "has `settings` that are no group of keys";
  if (!isGroup(settings["index"] ?? {})) return "has `settings.index` that is no group of keys";
  return fieldsFault("mappings.properties", mappings["properties"]);
}

function fieldsFault(path: string, fields: unknown): string | undefined {
  if (!isGroup(fields)) return `has \`${path}\` that is no group of fields`;
  return Object.entries(fields)
    .map(([name, field]) => fieldFault(`${path}.${name}`, field))
    .find((found) => found !== undefined);
}

function fieldFault(path: string, field: unknown): string | undefined {
  if (!isGroup(field)) return `has \`${path}\` that is no group of keys`;
  const { type = "object", copy_to: targets = [], fields = {}, properties = {} } = field;
  if (typeof type !== "string") return `has \`${path}.type\` that is no text`;
  if (![targets].flat().every((target) => typeof target === "string"))
    return `has \`${path}.copy_to\` that is no name of a field`;
  return fieldsFault(`${path}.fields`, fields) ?? fieldsFault(`${path}.properties`, properties);
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
