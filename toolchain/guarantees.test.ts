import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FAULTS } from "../operations/chaos/faults";
import { renderPage } from "../operations/chaos/report";
import type { Round } from "../operations/chaos/round";
import { projectRoot } from "./lib/paths";

const read = (name: string): string => readFileSync(join(projectRoot, "docs", name), "utf8");
const page = read("guarantees.md");

/** The test files that the page names, each with its titles. */
const proofs = [...page.matchAll(/`([\w/-]+\.(?:test|suite)\.ts)`: ("[^"]+"(?:, "[^"]+")*)/g)].flatMap(
  ([, file = "", titles = ""]) =>
    [...titles.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => [file, title] as const),
);

describe("docs/guarantees.md", () => {
  it("has a proof in each row", () => {
    const rows = page.split("\n").filter((line) => line.startsWith("| ") && !/^\| (promise|-+) /.test(line));
    expect(rows.length).toBeGreaterThan(25);
    expect(rows.filter((row) => !/`[\w/-]+\.(?:test|suite)\.ts`: "[^"]+"/.test(row))).toEqual([]);
  });

  it.each(proofs)("names a test of %s that is there: %s", (file, title) => {
    expect(readFileSync(join(projectRoot, file), "utf8")).toMatch(
      new RegExp(
        `\\bit(\\.each\\([^)]*\\))?\\(\\s*["'\`]${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}["'\`]`,
      ),
    );
  });
});

it("docs/chaos-report.md shows the rounds of docs/chaos-report.json", () => {
  const rounds = JSON.parse(read("chaos-report.json")) as Round[];
  expect(read("chaos-report.md").trim()).toBe(renderPage(FAULTS, rounds));
});
