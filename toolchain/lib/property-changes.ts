/** What Pulumi's JSON holds in the place of a secret. */
const HIDDEN = "[secret]";

/** Longest value that is shown whole. */
const WIDTH = 120;

/** How much of what is the same stands before the first difference of longer ones. */
const CONTEXT = 20;

/** What differs between two resources' properties, a line for each value: `config["poll.interval.ms"]: "20" -> "100"`. */
export function propertyChanges(before: unknown, after: unknown): string[] {
  const olds = leaves(before);
  const news = leaves(after);
  const visible = [...new Set([...olds.keys(), ...news.keys()])]
    .filter((path) => olds.get(path) !== news.get(path))
    .map((path) =>
      path === "__provider"
        ? "the code of its provider, and nothing of the resource"
        : `${path}: ${shortened(olds.get(path), news.get(path)).join(" -> ")}`,
    );
  // Pulumi does not show whether a secret is another; when nothing else is, it is.
  const secrets = [...news].filter(([, value]) => value === HIDDEN).map(([path]) => path);
  return visible.length > 0 || secrets.length === 0 ? visible : [`${secrets.join(", ")}: ${HIDDEN}`];
}

/** Every value inside, as JSON by its path. */
function leaves(value: unknown, path = ""): Map<string, string> {
  if (value === undefined) return new Map();
  if (value === HIDDEN) return new Map([[path, HIDDEN]]);
  if (typeof value !== "object" || value === null) return new Map([[path, JSON.stringify(value)]]);
  const isList = Array.isArray(value);
  return new Map(
    Object.entries(value).flatMap(([key, item]) => [...leaves(item, `${path}${segment(key, path, isList)}`)]),
  );
}

function segment(key: string, path: string, isList: boolean): string {
  if (isList) return `[${key}]`;
  if (!/^\w+$/.test(key)) return `["${key}"]`;
  return path === "" ? key : `.${key}`;
}

/** Both values; of long ones the part in which they begin to differ. */
function shortened(before = "(none)", after = "(none)"): string[] {
  const values = [before, after];
  if (values.every((value) => value.length <= WIDTH)) return values;
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  const start = Math.max(0, same - CONTEXT);
  return values.map((value) => {
    const end = start + WIDTH;
    return `${start > 0 ? "…" : ""}${value.slice(start, end)}${end < value.length ? "…" : ""}`;
  });
}
