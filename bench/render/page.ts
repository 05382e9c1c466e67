import type { Result } from "../lib/results";
import type { Spread } from "../lib/statistics";
import { summarize, type Row } from "./summary";

/** How a benchmark is shown. */
export interface Section {
  readonly name: string;
  readonly title: string;
  /** What is measured, and how. */
  readonly text: string;
  /** The figures of the table, and their headings. */
  readonly figures: Readonly<Record<string, string>>;
  /** File of its picture, in `docs/benchmarks/`. */
  readonly picture?: string;
}

/** The page, from what was measured. Pure. */
export function renderPage(
  intro: string,
  sections: readonly Section[],
  results: ReadonlyMap<string, Result>,
): string {
  const parts = sections.map((section) => renderSection(section, results.get(section.name)));
  return `${[intro.trim(), ...parts].join("\n\n")}\n`;
}

function renderSection({ name, title, text, figures, picture }: Section, result: Result | undefined): string {
  const head = `## ${title}\n\n${text.trim()}`;
  if (!result) return `${head}\n\nNot measured yet: \`npm run bench:${name}\`.`;
  const { machine, at, commit, settings } = result;
  const said = Object.entries(settings).map(([key, value]) => `${key} ${[value].flat().join(", ")}`);
  const where = `${machine.processors} × ${machine.model}, ${machine.memoryGiB} GiB, Linux ${machine.kernel}`;
  return [
    head,
    ...(picture === undefined ? [] : [`![${title}](benchmarks/${picture})`]),
    renderTable(summarize(result), figures),
    `${at.slice(0, 10)}, commit ${commit}; ${where}; ${said.join("; ")}.`,
  ].join("\n\n");
}

function renderTable(rows: readonly Row[], figures: Section["figures"]): string {
  const names = Object.keys(figures).filter((name) => rows.some((row) => row.figures[name] !== undefined));
  const header = ["case", "", ...names.map((name) => figures[name] ?? ""), "rounds", "load", "steal %"];
  const lines = rows.map((row) => [
    row.case,
    row.contender,
    ...names.map((name) => shown(row.figures[name])),
    row.discounted === 0 ? String(row.rounds) : `${row.rounds}, ${row.discounted} lost rows`,
    shown(row.load),
    shown(row.steal),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [header, header.map(() => "---"), ...lines].map(line).join("\n");
}

/** Median, with minimum and maximum where they differ from it. */
function shown(figure: Spread | undefined): string {
  if (!figure) return "";
  const [min, median, max] = [figure.min, figure.median, figure.max].map(plain);
  return min === max ? String(median) : `**${median}** (${min}-${max})`;
}

function plain(value: number): string {
  return String(Math.round(value * 100) / 100).replace(/\B(?=(\d{3})+(?!\d)(?<!\.\d*))/g, ",");
}
