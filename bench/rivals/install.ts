import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolderOnce } from "../../toolchain/lib/install-folder";
import { installPackages } from "../../toolchain/lib/packages";
import { cacheFolder, projectRoot } from "../../toolchain/lib/paths";
import { run } from "../../toolchain/lib/process";
import type { StepLog } from "../../toolchain/lib/reporter";
import { which } from "../../toolchain/lib/which";

/**
 * Installs a rival's packages from PyPI into an environment of its own, once for each content of its `requirements.txt`. Gives the
 * folder with its programs.
 */
export async function installPython(rival: string, log: StepLog): Promise<string> {
  const requirements = join(projectRoot, "bench", "rivals", rival, "requirements.txt");
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(cacheFolder(), "bench", `${rival}-${hash}`);
  await makeFolderOnce(folder, async (unfinished) => {
    log.note(`installing ${rival} from PyPI`);
    await run("python3", ["-m", "venv", unfinished], { onLine: log.progress });
    // By the interpreter: the folder is renamed, and the scripts name the one in which they were made.
    const pip = ["-m", "pip", "install", "--quiet", "--requirement", requirements];
    await run(join(unfinished, "bin", "python"), pip, { onLine: log.progress });
    return true;
  });
  return join(folder, "bin");
}

/** Installs Redis from Debian's packages where there is none. */
export async function installRedis(log: StepLog): Promise<string> {
  if (which("redis-server") === undefined) {
    const remedy = "install redis-server and run the same command again";
    await installPackages(["redis-server"], "Redis", "pgsync needs Redis, and there is none", remedy, log);
  }
  return "redis-server";
}
