import { compareRows } from "../lib/compare";
import { inRounds, untilDone, type Notes } from "../lib/rounds";
import { settle, whileRunning, type Session } from "../lib/sessions";
import type { Work } from "./benchmark";

/** Rows in each shard that may be updated and deleted. */
export const SEED = 5000;
/** Changes per second of the first load of a new stack. */
export const FIRST_RATE = 500;

/**
 * Gives a function that writes a steady load for some minutes, once, until all of it can be searched: what a new stack has behind it
 * before anybody is compared.
 */
export function firstLoad(minutes: number): (session: Session) => Promise<void> {
  return untilDone(async (session) => {
    await session.load.write(FIRST_RATE, minutes * 60, () => undefined);
    await settle(session);
  });
}

/**
 * In each round lets each contender run while `measure` notes what it does, and then compares every row. `wait` is how many
 * milliseconds the rows may take to arrive before they are compared, `resolution` that of `whileRunning`.
 */
export async function inSessions(
  { bench, contenders, options, keep }: Work,
  measure: (session: Session, notes: Notes) => Promise<void>,
  { wait, resolution }: { wait?: number; resolution?: number } = {},
): Promise<void> {
  await inRounds(
    contenders,
    options.rounds,
    async (contender, notes) =>
      await whileRunning(
        bench,
        contender,
        async (session) => {
          await measure(session, notes);
          return notes.compared(await compareRows(bench.environment.urls.search, contender.pairs, wait));
        },
        resolution,
      ),
    keep,
  );
}
