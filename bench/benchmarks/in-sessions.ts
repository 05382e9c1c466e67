import { compareRows } from "../lib/compare";
import { inRounds, type Notes } from "../lib/rounds";
import { whileRunning, type Session } from "../lib/sessions";
import type { Work } from "./benchmark";

/**
 * In each round lets each contender run while `measure` notes what it does, and then compares every row. `wait` is how many
 * milliseconds the rows may take to arrive before they are compared.
 */
export async function inSessions(
  { bench, contenders, options, keep }: Work,
  measure: (session: Session, notes: Notes) => Promise<void>,
  wait?: number,
): Promise<void> {
  await inRounds(
    contenders,
    options.rounds,
    async (contender, notes) =>
      await whileRunning(bench, contender, async (session) => {
        await measure(session, notes);
        return notes.compared(await compareRows(bench.environment.urls.search, contender.pairs, wait));
      }),
    keep,
  );
}
