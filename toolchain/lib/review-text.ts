import type { Change, Operation, Review } from "./review";

/** The first character of a line; a code host colours `+`, `-` and `!` in a block of the language `diff`. */
const MARKS: Readonly<Record<Operation, string>> = {
  create: "+",
  update: "!",
  replace: "!",
  delete: "-",
  refresh: "!",
};

const ORDER: readonly Operation[] = ["create", "update", "replace", "delete", "refresh"];
const WORDS: Readonly<Record<Operation, string>> = {
  create: "to create",
  update: "to update",
  replace: "to replace",
  delete: "to delete",
  refresh: "changed outside",
};

/** Comments of code hosts hold 65,536 characters. */
const COMMENT_LIMIT = 60_000;

/** `3 to create, 1 to update, 60 unchanged`, or that nothing changes. */
export function renderCounts({ changes, unchanged }: Review): string {
  const counts = ORDER.map((operation) => ({
    operation,
    count: changes.filter((change) => change.operation === operation).length,
  })).filter(({ count }) => count > 0);
  if (counts.length === 0) return `no changes, ${unchanged} resources as they are`;
  return [
    ...counts.map(({ operation, count }) => `${count} ${WORDS[operation]}`),
    `${unchanged} unchanged`,
  ].join(", ");
}

function renderChange({ operation, resource, properties, notes }: Change): string[] {
  const suffix =
    operation === "replace" ? " (replaced)" : operation === "refresh" ? " (changed outside)" : "";
  return [
    `${MARKS[operation]} ${resource}${suffix}`,
    ...properties.map((property) => `      ${property}`),
    ...notes.map((note) => `    > ${note}`),
  ];
}

/** A review for a terminal. */
export function renderReview(stack: string, review: Review): string {
  return [
    `Preview of stack ${stack}: ${renderCounts(review)}.`,
    ...section("", review.changes.flatMap(renderChange)),
    ...section(
      "Also said:",
      review.notes.map((note) => `    > ${note}`),
    ),
    ...section("The preview failed:", review.errors),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return ["", ...(title === "" ? [] : [title]), ...lines];
}

/** A review as the comment of a pull request: the same lines, coloured by the code host. */
export function renderComment(stack: string, review: Review): string {
  const [title = "", , ...lines] = renderReview(stack, review).split("\n");
  const block = lines.join("\n");
  const cut =
    block.length <= COMMENT_LIMIT
      ? block
      : `${block.slice(0, COMMENT_LIMIT)}\n… cut here; \`npm run preview\` shows all of it`;
  return [`### ${title}`, ...(block === "" ? [] : ["", "```diff", cut, "```"])].join("\n");
}
