import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { projectRoot } from "../../toolchain/lib/paths";
import { readResult, type Result } from "../lib/results";
import { barChart, freshnessChart } from "./charts";
import { renderPage } from "./page";
import { INTRO, SECTIONS } from "./sections";

const DOCS = join(projectRoot, "docs");
const PAGE = join(DOCS, "benchmarks.md");

/** How each picture is drawn. */
const PICTURES: Readonly<Record<string, (result: Result) => string>> = {
  "freshness.svg": freshnessChart,
  "drain.svg": (result) => barChart(result, "Drain: rows per second", "rowsPerSecond"),
  "snapshot.svg": (result) => barChart(result, "Snapshot: rows per second", "rowsPerSecond"),
  "recover.svg": (result) => barChart(result, "Seconds until caught up after a kill", "caughtUp"),
};

/** The page as it is committed, of the results in a folder. */
export async function pageOf(results: ReadonlyMap<string, Result>): Promise<string> {
  const options = { ...(await resolveConfig(PAGE)), filepath: PAGE };
  return await format(renderPage(INTRO, SECTIONS, results), options);
}

/** The results that there are, by their names. */
export function readResults(folder?: string): Map<string, Result> {
  const results = new Map<string, Result>();
  for (const { name } of SECTIONS) {
    const result = readResult(name, folder);
    if (result) results.set(name, result);
  }
  return results;
}

/** `npm run bench:render`: makes `docs/benchmarks.md` and its pictures of `bench/results/`. */
export async function render(folder?: string): Promise<void> {
  const results = readResults(folder);
  mkdirSync(join(DOCS, "benchmarks"), { recursive: true });
  for (const { name, picture } of SECTIONS) {
    const [result, draw] = [results.get(name), PICTURES[picture ?? ""]];
    if (result && draw && picture !== undefined)
      writeFileSync(join(DOCS, "benchmarks", picture), draw(result));
  }
  writeFileSync(PAGE, await pageOf(results));
}
