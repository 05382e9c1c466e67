import type { Finding } from "../../components/watcher/records";
import type { Report } from "../../components/watcher/round";
import { tryRun } from "../../toolchain/lib/process";
import type { Environment } from "../environment";
import type { Problem } from "./facts";

const PATIENCE = 5000;
/** Milliseconds after which a watcher's last look is no news. */
const OLD = 60_000;

/** What the stack's watcher has found out, as it last looked; none where no watcher is wanted. */
export async function readFindings({ containers }: Pick<Environment, "containers">): Promise<Problem[]> {
  const { watcher } = containers;
  if (watcher === undefined) return [];
  const { code, stdout, tail } = await tryRun("docker", ["exec", watcher, "cat", "/tmp/report.json"], {
    timeout: PATIENCE,
  });
  if (code === 0) return problemsIn(JSON.parse(stdout) as Report, Date.now());
  return [watcherProblem(`it does not answer: ${tail}`)];
}

/** The findings of a report as problems. What the status sees for itself, a service without an answer, is left out. Pure. */
export function problemsIn({ at, findings }: Pick<Report, "at" | "findings">, now: number): Problem[] {
  if (now - Date.parse(at) > OLD) return [watcherProblem(`it has not looked since ${at}`)];
  return findings.filter(({ state }) => state !== "unknown").map(problemOf);
}

function watcherProblem(what: string): Problem {
  return { where: "watcher", what, remedy: "`npm start`, then `npm run status`" };
}

function problemOf({ shard, subject, state, cause, restarts, remedy }: Finding): Problem {
  const what = `${subject}: ${cause ?? "not well"}`;
  if (state === "is healed") {
    const done = `the watcher has started it ${restarts} time${restarts === 1 ? "" : "s"}`;
    return { where: shard, what: `${what} (${done})`, remedy: "wait, then `npm run status`", about: subject };
  }
  const command = remedy?.startsWith("npm ") ? `\`${remedy}\`` : (remedy ?? "see Connect's log");
  return { where: shard, what, remedy: command, about: subject };
}

/** All problems, each once: of a connector or an index that the watcher knows of, its word counts. Pure. */
export function allProblems(own: readonly Problem[], found: readonly Problem[]): Problem[] {
  const known = new Set(found.map(({ about }) => about));
  return [...own.filter(({ about }) => about === undefined || !known.has(about)), ...found];
}
