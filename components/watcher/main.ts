import { getAll } from "./curl";
import { Observer } from "./observe";
import { os, runProgram, std } from "./quickjs";
import { BLANK, round, type Report } from "./round";
import type { WatchedShard, WatcherSettings } from "./settings";

// The program of the watcher's container: QuickJS runs it, for which it is bundled (bundle.ts).

const REPORT = "/tmp/report.json";
/** A file for each shard; the stack's program writes them (components/watcher.ts). */
const SHARDS = "/var/lib/watcher";

Object.assign(globalThis, { setTimeout: (work: () => void, after: number) => os.setTimeout(work, after) });

async function kcat(args: string[]): Promise<string> {
  // QuickJS logs a rejection that comes before somebody waits for it.
  await Promise.resolve();
  const { code, output } = runProgram(["kcat", ...args]);
  if (code !== 0) throw new Error(`Kafka does not answer: ${output.trim()}`);
  return output;
}

function shards(): WatchedShard[] {
  const [names] = os.readdir(SHARDS);
  return names
    .filter((name) => name.endsWith(".json"))
    .sort()
    .flatMap((name) => std.loadFile(`${SHARDS}/${name}`) ?? [])
    .map((text) => JSON.parse(text) as WatchedShard);
}

function write(report: Report): void {
  const file = std.open(`${REPORT}.new`, "w");
  if (!file) throw new Error(`${REPORT}.new cannot be written`);
  file.puts(JSON.stringify(report));
  file.close();
  os.rename(`${REPORT}.new`, REPORT);
}

function log(line: object): void {
  std.out.puts(`${JSON.stringify(line)}\n`);
  std.out.flush();
}

async function watch(settings: WatcherSettings): Promise<never> {
  const observer = new Observer(settings, { get: (urls) => Promise.resolve(getAll(urls)), kcat });
  for (let memory = BLANK; ;) {
    const result = await round(settings, shards(), observer, memory, Date.now());
    memory = result.memory;
    for (const record of result.fresh) log(record);
    for (const failure of result.failures) log({ at: result.report.at, event: "failed", cause: failure });
    write(result.report);
    await new Promise<void>((done) => os.setTimeout(done, settings.interval * 1000));
  }
}

// As the first process of its container it gets no default handler.
os.signal(os.SIGTERM, () => {
  std.exit(0);
});
watch(JSON.parse(std.getenv("WATCHER_SETTINGS") ?? "") as WatcherSettings).catch((error: unknown) => {
  log({ at: new Date().toISOString(), event: "ended", cause: (error as Error).message });
  std.exit(1);
});
