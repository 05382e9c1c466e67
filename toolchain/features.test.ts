import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "./lib/paths";

const rows = readFileSync(join(projectRoot, "docs/features.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| (?!feature|-)/.test(line))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const proofs = rows.flatMap(([feature = "", answer, test = ""]) => {
  const [, file = "", title = ""] = /^`([^`]+)`: (.+)$/.exec(test) ?? [];
  return answer === "no" ? [] : [[feature, file, title] as const];
});

describe("docs/features.md", () => {
  it("has what the tools have", () => {
    expect(rows.length).toBeGreaterThan(25);
  });

  it.each(proofs)("names a test that is there: %s", (_, file, title) => {
    expect(readFileSync(join(projectRoot, file), "utf8")).toContain(title);
  });
});
