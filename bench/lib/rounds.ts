import { Failure } from "../../toolchain/lib/failure";
import { checkInterruption, Interrupted } from "../../toolchain/lib/process";
import { watchMachine } from "./machine";
import type { Comparison, Measurement } from "./results";

/** The order of a round: each round begins with another one, so that none is always first. Pure. */
export function orderOf<T>(all: readonly T[], round: number): T[] {
  const shift = all.length === 0 ? 0 : (round - 1) % all.length;
  return [...all.slice(shift), ...all.slice(0, shift)];
}

/** Gives a function that does `work` until it has succeeded once, and nothing after that. */
export function untilDone<A extends unknown[]>(
  work: (...args: A) => Promise<void>,
): (...args: A) => Promise<void> {
  let done = false;
  return async (...args) => {
    if (done) return;
    await work(...args);
    done = true;
  };
}

/** What is noted of a measurement beside what was measured. */
export interface Noted {
  readonly figures: Record<string, number>;
  readonly remark?: string;
}

/** Measures cases of one contender in one round; each is noted with the machine's load. */
export class Notes {
  private readonly noted: Omit<Measurement, "comparison">[] = [];

  constructor(
    private readonly contender: string,
    private readonly round: number,
    private readonly place: number,
    private readonly say: (line: string) => void,
  ) {}

  async measure(name: string, work: () => Promise<Noted>): Promise<Noted> {
    const watched = watchMachine();
    const noted = await work();
    const machine = watched();
    const { contender, round, place } = this;
    this.noted.push({
      contender,
      case: name,
      round,
      place,
      figures: noted.figures,
      machine,
      ...remarkOf(noted),
    });
    const figures = Object.entries(noted.figures).map(([figure, value]) => `${figure} ${value}`);
    this.say(
      `round ${round}  ${contender}  ${name}  ${figures.join("  ")}  (load ${machine.load}, steal ${machine.steal} %)`,
    );
    return noted;
  }

  /** What was measured; the comparison of rows that followed holds for all of it. */
  compared(comparison: Comparison | undefined): Measurement[] {
    if (comparison) {
      const { rows, documents, differing } = comparison;
      const verdict = differing === 0 ? "all the same" : `${differing} DIFFER: this round does not count`;
      this.say(`round ${this.round}  ${this.contender}  ${rows} rows, ${documents} documents, ${verdict}`);
    }
    return this.noted.map((one) => (comparison ? { ...one, comparison } : one));
  }
}

function remarkOf({ remark }: Noted): Pick<Noted, "remark"> {
  return remark === undefined ? {} : { remark };
}

/**
 * Runs the rounds and hands on what is measured until now. A contender that fails loses its turn; the others go on.
 * @throws Failure naming who failed, at the end.
 */
export async function inRounds<T extends { readonly name: string }>(
  contenders: readonly T[],
  rounds: number,
  run: (contender: T, notes: Notes) => Promise<Measurement[]>,
  keep: (measurements: readonly Measurement[]) => void,
): Promise<void> {
  const all: Measurement[] = [];
  const faults: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const [index, contender] of orderOf(contenders, round).entries()) {
      checkInterruption();
      const notes = new Notes(contender.name, round, index + 1, console.log);
      try {
        all.push(...(await run(contender, notes)));
        keep(all);
      } catch (error) {
        if (error instanceof Interrupted) throw error;
        faults.push(`round ${round}, ${contender.name}: ${(error as Error).message}`);
        console.log(faults.at(-1));
      }
    }
  }
  if (faults.length > 0)
    throw new Failure("bench", faults.join("\n"), "repair what is named above, and measure again");
}
