import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { folderKey } from "../lib/hash";
import { makeFolderOnce } from "../lib/install-folder";
import { cacheFolder, projectRoot } from "../lib/paths";
import { run } from "../lib/process";
import type { StepLog } from "../lib/reporter";
import { ensureGo } from "./go";

/** One program that is built from Go modules. */
export interface GoPart {
  readonly name: "pulumi" | "language-nodejs" | "language-host" | "docker" | "command";
  /** Folder with go.mod, relative to toolchain/go. */
  readonly directory: string;
  readonly package: string;
  /** File name of the program. */
  readonly binary: string;
  readonly version: string;
  readonly ldflags: string;
}

interface BuildParts {
  /** The Go that is fetched where the installed one is too old. */
  readonly go: string;
  /** Environment and flags of every build: with others Go would compile each package once more. */
  readonly env: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  readonly parts: readonly GoPart[];
}

const goFolder = join(projectRoot, "toolchain", "go");

/** What toolchain/go/build-parts.json says. */
export function buildParts(): BuildParts {
  return JSON.parse(readFileSync(join(goFolder, "build-parts.json"), "utf8")) as BuildParts;
}

/** The part of that name in toolchain/go/build-parts.json. @throws Error when there is none. */
export function goPart(name: GoPart["name"]): GoPart {
  const part = buildParts().parts.find((candidate) => candidate.name === name);
  if (part === undefined) throw new Error(`toolchain/go/build-parts.json lists no part "${name}"`);
  return part;
}

/** The folder in the cache that holds the built part; its name changes with the content of the build files. */
export function partFolder(part: GoPart, cache: string = cacheFolder()): string {
  const platform = `${process.platform}-${process.arch}`;
  const words = [platform, part.package, part.version, part.ldflags];
  const key = folderKey(join(goFolder, part.directory), words, (file) => !file.endsWith("_test.go"));
  return join(cache, "parts", `${part.binary}-${key}`);
}

/** Builds a part unless the cache has it. @returns the path of the program. */
export async function buildPart(part: GoPart, log: StepLog): Promise<string> {
  const folder = partFolder(part);
  await makeFolderOnce(folder, async (unfinished) => {
    const { env: settings, flags, go: wanted } = buildParts();
    const go = await ensureGo(wanted, log);
    log.note(`building ${part.binary} ${part.version} from Go modules (paid for once)`);
    const output = join(unfinished, part.binary);
    const env = { ...process.env, ...go.env, ...settings };
    const args = ["build", "-v", ...flags, "-ldflags", part.ldflags, "-o", output, part.package];
    const built = { packages: 0 };
    const onLine = (line: string): void => {
      built.packages += 1;
      log.progress(`${part.binary}: ${built.packages} packages, ${line}`);
    };
    await run(go.command, args, { cwd: join(goFolder, part.directory), env, onLine });
    return true;
  });
  return join(folder, part.binary);
}

/** Copies programs into one folder, so that the CLI takes them for its own and not for strangers found on PATH. */
export function gather(folder: string, programs: readonly string[]): void {
  for (const program of programs)
    copyFileSync(program, join(folder, program.slice(program.lastIndexOf("/") + 1)));
}
