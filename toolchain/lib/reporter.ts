import { asFailure } from "./failure";
import { Interrupted } from "./process";
import { duration, oneLine } from "./text";

const PLAIN_INTERVAL_MS = 15_000;
const TERMINAL_INTERVAL_MS = 500;

/** What a step may say while it runs. */
export interface StepLog {
  /** The newest word of the tool at work; only the last one is shown, now and then. */
  readonly progress: (line: string) => void;
  /** A line that stays. */
  readonly note: (line: string) => void;
}

/** What a reporter writes to: a terminal, or anything that takes lines. */
export type ReportStream = Pick<NodeJS.WriteStream, "write"> & { isTTY?: boolean; columns?: number };

interface Running {
  readonly name: string;
  readonly started: number;
  last: string;
  noted: boolean;
}

/**
 * Prints steps with their elapsed time, also several side by side. On a terminal one line at the bottom says what is
 * going on; elsewhere each running step says a line every 15 s, so that a log shows it is alive.
 */
export class Reporter {
  private readonly running = new Set<Running>();
  private timer: NodeJS.Timeout | undefined;
  private statusShown = false;

  /** @param options.quiet - keeps silent about steps that had nothing to do. */
  constructor(
    private readonly stream: ReportStream = process.stdout,
    private readonly options: { quiet: boolean } = { quiet: false },
  ) {}

  /**
   * Runs one step; its result is the short text printed behind the elapsed time.
   * @throws Failure naming the step.
   */
  async step(name: string, work: (log: StepLog) => Promise<string>): Promise<void> {
    await this.result(name, async (log) => ({ said: await work(log) }));
  }

  /** Like {@link step} for a step whose result is needed later; `said` is the text behind the elapsed time. */
  async result<T extends { readonly said: string }>(
    name: string,
    work: (log: StepLog) => Promise<T>,
  ): Promise<T> {
    const running: Running = { name, started: performance.now(), last: "", noted: false };
    this.running.add(running);
    this.timer ??= this.startTimer();
    try {
      const result = await work({
        progress: (line) => {
          if (line.trim() !== "") running.last = line.trim();
        },
        note: (line) => {
          running.noted = true;
          this.line(`        ${name}: ${line}`);
        },
      });
      const said = result.said === "" ? "" : `: ${result.said}`;
      if (running.noted || !this.options.quiet)
        this.line(`ok      ${name} (${this.elapsed(running)})${said}`);
      return result;
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      this.line(`FAILED  ${name} (${this.elapsed(running)})`);
      throw asFailure(name, error);
    } finally {
      this.running.delete(running);
      if (this.running.size === 0) this.stopTimer();
    }
  }

  /** Prints a line that stays. */
  line(text: string): void {
    this.clearStatus();
    this.stream.write(`${text}\n`);
  }

  private elapsed(running: Running): string {
    return duration(performance.now() - running.started);
  }

  private startTimer(): NodeJS.Timeout {
    const timer = this.stream.isTTY
      ? setInterval(() => {
          this.showStatus();
        }, TERMINAL_INTERVAL_MS)
      : setInterval(() => {
          for (const running of this.running) this.line(this.describe(running, 160));
        }, PLAIN_INTERVAL_MS);
    return timer.unref();
  }

  private stopTimer(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.clearStatus();
  }

  private describe(running: Running, width: number): string {
    const said = running.last === "" ? "" : `: ${running.last}`;
    return oneLine(`...     ${running.name} (${this.elapsed(running)})${said}`, width);
  }

  private showStatus(): void {
    // A pseudo-terminal without a size says 0.
    const { columns: said } = this.stream;
    const columns = said === undefined || said === 0 ? 80 : said;
    const width = Math.floor((columns - 1) / this.running.size);
    const parts = [...this.running].map((running) =>
      this.describe(running, width).replace(/^\.\.\. {5}/, ""),
    );
    this.stream.write(`\r\u001b[K${oneLine(`... ${parts.join(" | ")}`, columns - 1)}`);
    this.statusShown = true;
  }

  private clearStatus(): void {
    if (this.statusShown) this.stream.write("\r\u001b[K");
    this.statusShown = false;
  }
}
