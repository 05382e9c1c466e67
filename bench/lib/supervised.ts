import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { adopt } from "../../toolchain/lib/signals";
import type { Usage } from "../contenders/contender";

/** Milliseconds before a process that ended is started again: systemd's default (`RestartSec`). */
const RESTART_AFTER = 100;

/** As often it may end within so many milliseconds before its start counts as failed. */
const HOPELESS = 5;
const YOUNG = 10_000;

/** A process that is started again whenever it ends, as systemd would with `Restart=always`. What it says goes to a file. */
export class Supervised {
  private child: ChildProcess | undefined;
  private wanted = false;
  private ended: Promise<void> = Promise.resolve();
  /** Times that it ended soon after its start, one after the other. */
  private ends = 0;
  private started = 0;

  constructor(
    private readonly command: string,
    private readonly args: readonly string[],
    private readonly log: string,
    private readonly options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
  ) {}

  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.ends = 0;
    this.run();
  }

  /** Ends it; without mercy, since nothing that it holds is needed. */
  async stop(): Promise<void> {
    this.wanted = false;
    this.child?.kill("SIGKILL");
    await this.ended;
  }

  /** Ends it as a crash would; it is started again. */
  kill(): void {
    this.child?.kill("SIGKILL");
  }

  /** Its last words, when it has ended again and again. */
  trouble(): string | undefined {
    if (this.ends < HOPELESS || !this.isYoung()) return undefined;
    const last = readFileSync(this.log, "utf8").trimEnd().split("\n").at(-1) ?? "";
    return `${this.command} ended ${this.ends} times (${this.log}): ${last.slice(0, 500)}`;
  }

  usage(): Usage {
    const pid = this.child?.pid;
    return pid === undefined ? { cpu: 0, memoryMiB: 0 } : usageOfProcess(pid);
  }

  private isYoung(): boolean {
    return performance.now() - this.started < YOUNG;
  }

  private run(): void {
    this.started = performance.now();
    mkdirSync(dirname(this.log), { recursive: true });
    const log = openSync(this.log, "a");
    const child = spawn(this.command, this.args, { ...this.options, stdio: ["ignore", log, log] });
    closeSync(log);
    adopt(child);
    this.child = child;
    this.ended = new Promise((resolve) => {
      const end = (): void => {
        this.child = undefined;
        if (this.wanted) {
          this.ends = this.isYoung() ? this.ends + 1 : 0;
          setTimeout(() => {
            if (this.wanted) this.run();
          }, RESTART_AFTER);
        }
        resolve();
      };
      child.once("error", end);
      child.once("close", end);
    });
  }
}

function usageOfProcess(pid: number): Usage {
  const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  try {
    return parseProcess(
      readFileSync(`/proc/${pid}/stat`, "utf8"),
      readFileSync(`/proc/${pid}/status`, "utf8"),
      ticks,
    );
  } catch {
    return { cpu: 0, memoryMiB: 0 };
  }
}

/** Reads what a process has taken (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html). Pure. */
export function parseProcess(stat: string, status: string, ticksPerSecond: number): Usage {
  // The name in brackets may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const cpu = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  const resident = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  return { cpu, memoryMiB: Math.round(resident / 1024) };
}
