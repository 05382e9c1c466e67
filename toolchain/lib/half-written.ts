import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { listFiles } from "./hash";

/** Whether a file has JSON as its text; so has one that is gone by now, as there is nothing wrong with it. */
function isWhole(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch (error) {
    return !(error instanceof SyntaxError);
  }
}

/**
 * Removes what a Pulumi that was killed has half-written in a local state folder. Stacks and locks take their place by a rename and
 * are always whole; the file with the attributes of each (`dev.json.attrs`) is written in place before, and while it is empty
 * every command ends with "failed to load checkpoint: EOF". Pulumi reads none of the attributes, and none are needed
 * (https://pkg.go.dev/gocloud.dev/blob/fileblob).
 * @returns the files that were removed, relative to the folder.
 */
export function removeHalfWritten(stateFolder: string): string[] {
  const folders = ["stacks", "locks"].map((name) => join(".pulumi", name));
  const files = folders
    .filter((folder) => existsSync(join(stateFolder, folder)))
    .flatMap((folder) => listFiles(join(stateFolder, folder)).map((name) => join(folder, name)));
  const broken = files.filter((file) => file.endsWith(".attrs") && !isWhole(join(stateFolder, file)));
  for (const file of broken) rmSync(join(stateFolder, file), { force: true });
  return broken;
}
