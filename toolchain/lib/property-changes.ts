/** The mark of a secret's value in Pulumi's JSON. */
const SECRET = "4dabf18193072939515e22adb298388d";

/** Longest value that is shown whole. */
const WIDTH = 120;

/** What differs between two resources' properties, a line for each value: `config["poll.interval.ms"]: "20" -> "100"`. */
export function propertyChanges(before: unknown, after: unknown): string[] {
  const olds = leaves(before);
  const news = leaves(after);
  return [...new Set([...olds.keys(), ...news.keys()])]
    .filter((path) => olds.get(path) !== news.get(path))
    .map((path) =>
      path === "__provider"
        ? "the code of its provider, and nothing of the resource"
        : `${path}: ${shorten(olds.get(path))} -> ${shorten(news.get(path))}`,
    );
}

/** Every value inside, as JSON by its path. */
function leaves(value: unknown, path = ""): Map<string, string> {
  if (value === undefined) return new Map();
  if (typeof value !== "object" || value === null) return new Map([[path, JSON.stringify(value)]]);
  if (SECRET in value) return new Map([[path, "[secret]"]]);
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

function shorten(value = "(none)"): string {
  return value.length <= WIDTH ? value : `${value.slice(0, WIDTH - 1)}…`;
}
