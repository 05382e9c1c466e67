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
  // All digits: MySQL writes the same number as 1e17, the binlog's reader as 100000000000000000.
  if (typeof value === "number" && Number.isInteger(value)) return String(BigInt(value));
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (typeof value === "string") return JSON.stringify(sameText(value));
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${write(item)}`).join(",")}}`;
}

/** A time or a binary value inside JSON: MySQL's text has all six digits of a second, and says what is base64. */
function sameText(text: string): string {
  return /^(\d{4}-\d\d-\d\d |-)?\d+:\d\d:\d\d\.\d+$/.test(text)
    ? text.replace(/\.?0+$/, "")
    : text.replace(/^base64:type\d+:/, "");
}
