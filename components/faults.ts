/** One thing wrong with the configuration, as a user wants to read it. */
export interface Fault {
  /** Where: `shards[2].hostPort`. */
  path: string;
  /** What stands there; left out when nothing does, or when it is a secret. */
  value?: unknown;
  /** The rule that it breaks. */
  rule: string;
  /** What to do. */
  remedy: string;
}

/** Renders all faults as one message, one line each: path, value, rule, remedy. */
export function describeFaults(stack: string, faults: readonly Fault[]): string {
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  return [
    `The configuration of stack '${stack}' has ${count}; nothing was changed.`,
    ...faults.map(line),
  ].join("\n");
}

/** Characters of a value, and of a part of a message that names one, which a reader still takes in. */
const LONGEST_VALUE = 200;
const LONGEST_PART = 1000;

function line({ path, value, rule, remedy }: Fault): string {
  const shown = value === undefined ? "" : ` = ${cut(JSON.stringify(value), LONGEST_VALUE)}`;
  const [where, what, then] = [path, rule, remedy].map((part) => cut(part, LONGEST_PART));
  return oneLine(`  - ${where}${shown}: ${what}. ${then}.`);
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;
}

/** Escapes what a terminal or a log would not show as it is: control characters, directions of writing, halves of pairs. */
function oneLine(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
