import { parse } from "lossless-json";

/** Reads JSON without losing a digit of a whole number: those that a JavaScript number cannot hold become a bigint. */
export function parseLossless(text: string): unknown {
  return parse(text, undefined, (digits) => (/^-?\d{16,}$/.test(digits) ? BigInt(digits) : Number(digits)));
}

/** One text for equal JSON: keys in order, no blanks, a number written one way. `isText`: the value is JSON as a text. */
export function canonicalJson(value: unknown, isText = false): string {
  if (!isText || typeof value !== "string") return write(value);
  try {
    return write(parseLossless(value));
  } catch {
    return value;
  }
}

function write(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${write(item)}`).join(",")}}`;
}
