// What of QuickJS the watcher's program uses (https://bellard.org/quickjs/quickjs.html#Standard-library).

interface QuickFile {
  puts(text: string): void;
  readAsString(): string;
  close(): number;
}

interface QuickStd {
  getenv(name: string): string | undefined;
  loadFile(path: string): string | null;
  open(path: string, flags: string): QuickFile | null;
  fdopen(descriptor: number, flags: string): QuickFile;
  exit(code: number): void;
  out: QuickFile & { flush(): void };
}

interface QuickOs {
  SIGTERM: number;
  exec(args: string[], options: Record<string, unknown>): number;
  pipe(): [number, number];
  close(descriptor: number): number;
  waitpid(pid: number, options: number): [number, number];
  readdir(path: string): [string[], number];
  rename(from: string, to: string): number;
  signal(signal: number, handler: () => void): void;
  setTimeout(work: () => void, milliseconds: number): unknown;
}

const globals = globalThis as unknown as { std: QuickStd; os: QuickOs };
export const { std, os } = globals;

/** Runs a program to its end, with a text on its standard input; gives what it printed, and its exit code. */
export function runProgram(args: string[], input?: string): { code: number; output: string } {
  const [read, write] = os.pipe();
  const stdin = input === undefined ? undefined : os.pipe();
  const streams = { stdout: write, stderr: write, ...(stdin ? { stdin: stdin[0] } : {}) };
  const pid = os.exec(args, { block: false, usePath: true, ...streams });
  os.close(write);
  if (stdin && input !== undefined) {
    os.close(stdin[0]);
    const file = std.fdopen(stdin[1], "w");
    file.puts(input);
    file.close();
  }
  const file = std.fdopen(read, "r");
  const output = file.readAsString();
  file.close();
  const [, status] = os.waitpid(pid, 0);
  return { code: status >> 8, output };
}
