import { add, asOne, nothing, renderCounts, type Counts } from "./counts";
import { asFailure, renderFailure } from "./failure";
import { Interrupted } from "./process";
import { Reporter } from "./reporter";
import { duration } from "./text";

/** One part of `npm test`. What it prints itself goes to the reporter that it is given. */
export interface Phase {
  readonly name: string;
  readonly run: (reporter: Reporter) => Promise<Counts>;
}

/** Parts that run side by side, because they need nothing of each other; the next step is taken only when none failed anything. */
export type Step = readonly Phase[];

async function runPhase(phase: Phase, reporter: Reporter): Promise<Counts> {
  const started = performance.now();
  reporter.line(`\n== ${phase.name}`);
  let counts: Counts;
  try {
    counts = await phase.run(reporter);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    reporter.line(renderFailure(asFailure(phase.name, error)));
    counts = asOne(false);
  }
  const verdict = counts.failed === 0 ? "passed" : "FAILED";
  reporter.line(`== ${phase.name} ${verdict} (${duration(performance.now() - started)})`);
  return counts;
}

/** What a part of several says is shown when it has ended. */
async function runStep(step: Step, reporter: Reporter): Promise<Counts> {
  const [only, ...others] = step;
  if (only !== undefined && others.length === 0) return runPhase(only, reporter);
  const run = async (phase: Phase) => {
    let said = "";
    const counts = await runPhase(phase, new Reporter({ write: (text) => (said += String(text)) !== "" }));
    reporter.line(said.trimEnd());
    return counts;
  };
  return (await Promise.all(step.map(run))).reduce(add, nothing);
}

/**
 * Takes the steps in order up to the first that fails.
 * @returns the exit code; the last line that is printed tells how many tests passed and failed.
 */
export async function runSteps(all: readonly Step[], reporter: Reporter): Promise<number> {
  let counts = nothing;
  for (const [position, step] of all.entries()) {
    counts = add(counts, await runStep(step, reporter));
    if (counts.failed === 0) continue;
    const missed = all.slice(position + 1).flatMap((later) => later.map(({ name }) => name));
    if (missed.length > 0) reporter.line(`not run: ${missed.join(", ")}`);
    break;
  }
  reporter.line(`\n${renderCounts(counts)}`);
  return counts.failed === 0 ? 0 : 1;
}
