import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ColumnCase, typeOf } from "../testing/column-case";
import { columnCases } from "../testing/column-cases";
import { ROOT } from "../testing/fixtures";
import { misfit } from "./column-types";

const page = join(ROOT, "docs/column-types.md");

/** Texts as code of Markdown's tables, in the middle of which long ones are cut. */
function code(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 25)}...${text.slice(-15)}` : text;
  return `\`${short.replaceAll("|", "\\|").replaceAll(/[\n\t]/g, " ")}\``;
}

function json(value: unknown): string {
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}

function row({ sql, field, values, generated }: ColumnCase): string {
  const cells = [
    code(sql.replaceAll("`", "")),
    values.map(([stored]) => (generated ? "" : code(stored))).join(" "),
    values.map(([, arrives]) => code(json(arrives))).join(" "),
    field["enabled"] === false ? "`object`, not searched" : `\`${field.type ?? ""}\``,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The cells of the table's lines, whatever their width. */
function cells(markdown: string): string[][] {
  const lines = markdown.split("\n").filter((line) => line.startsWith("| `"));
  return lines.map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

describe("the rules of column types", () => {
  it.each(columnCases.map((column) => [column.sql, column] as const))(
    "take %s with the field that is known to hold it",
    (_, column) => {
      expect(misfit(typeOf(column), column.field)).toBeUndefined();
    },
  );
});

describe("docs/column-types.md", () => {
  it("shows what tests/column-types.test.ts sees of every type", () => {
    const table = columnCases.map(row).join("\n");
    const text = readFileSync(page, "utf8");
    if (process.env["UPDATE_DOCS"] !== undefined)
      writeFileSync(
        page,
        text.replace(/(\| -[^\n]*\n)(\|[^\n]*\n)*/, (_, head: string) => `${head}${table}\n`),
      );
    expect(cells(readFileSync(page, "utf8"))).toEqual(cells(table));
  });
});
