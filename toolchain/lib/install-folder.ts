import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = /^\.making-.*-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/**
 * Fills a folder that is either complete or absent: `make` works in a folder beside it that is renamed at the end.
 * What an interrupted run left is removed. Two processes may make the same folder at the same time: one of them wins.
 * @param make returns false when the content is not to be had; the folder then stays absent.
 * @returns whether the folder is there.
 */
export async function makeFolderOnce(
  folder: string,
  make: (unfinished: string) => Promise<boolean>,
): Promise<boolean> {
  if (existsSync(folder)) return true;
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true });
  removeAbandoned(parent);
  const unfinished = join(parent, `.making-${basename(folder)}-${process.pid}`);
  mkdirSync(unfinished);
  try {
    if ((await make(unfinished)) && !existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return existsSync(folder);
}
