import type { Change } from "./changes";
import type { Step } from "./generations";

// What a preview says, one sentence for each index that something happens to.

/** What a step does; undefined when it does nothing worth saying. `documents`: how many the index has that serves. */
export function describeStep(
  { kind, current = "", target, change }: Step,
  documents: number,
): string | undefined {
  const reasons = change.reasons.join(", ");
  const why = reasons === "" ? "" : ` (${reasons})`;
  const meanwhile = "searches go on with the old one until then";
  switch (kind) {
    case "rebuild": {
      const read = `${documents} ${documents === 1 ? "document is" : "documents are"} read again from its topic`;
      return `index '${current}' is rebuilt as '${target}'${why}: ${read}; ${meanwhile}`;
    }
    case "finish":
      return `index '${target}', begun by an \`up\` that was interrupted, is finished and takes over from '${current}'${why}; ${meanwhile}`;
    case "change":
      return reasons === "" ? undefined : `index '${current}' is changed in place: ${reasons}`;
    case "create":
    case "keep":
      return undefined;
  }
}

/** Generations that an interrupted rebuild left. */
export function describeLeftovers(leftovers: readonly string[]): string[] {
  return leftovers.map((name) => `index '${name}', left by a rebuild that was interrupted, is removed`);
}

/** What is known of a change when the search engine does not answer. */
export function describeUnasked(
  series: string,
  { kind, reasons }: Change,
  silence: string,
): string | undefined {
  if (kind === "same") return undefined;
  const what = kind === "rebuild" ? "is rebuilt" : "is changed in place or rebuilt";
  return `index '${series}' ${what} (${reasons.join(", ")}); the search engine was not asked: ${silence}`;
}
