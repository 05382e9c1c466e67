import { createHash, hash as sum, type Hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** Every file under a folder, relative to it, in a fixed order. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

function add(hash: Hash, name: string, content: string | Buffer): void {
  hash.update(`${name}\0${content.length}\0`).update(content);
}

/** A key that changes when a file of the folder is added, removed, renamed or edited, or when one of the words does. */
export function folderKey(
  folder: string,
  words: readonly string[],
  counts: (file: string) => boolean = () => true,
): string {
  const hash = createHash("sha256");
  for (const word of words) add(hash, "word", word);
  for (const file of listFiles(folder).filter(counts)) add(hash, file, readFileSync(join(folder, file)));
  return hash.digest("hex").slice(0, 16);
}

/** The SHA-256 of a file in hexadecimal. Reads it whole, which takes a quarter of the processor time of a stream. */
export async function sha256(file: string): Promise<string> {
  return sum("sha256", await readFile(file), "hex");
}

/** A key that changes when one of the texts does. */
export function textKey(texts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of texts) add(hash, "text", text);
  return hash.digest("hex").slice(0, 16);
}
