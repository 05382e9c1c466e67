import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "shardview-test-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/**
 * A PATH on which `name` is a shell script with these lines, before everything else. The script runs in a folder of its
 * own, which is given too.
 */
export function fakeCommand(name: string, lines: string[]): { folder: string; path: string } {
  const folder = temporaryFolder();
  const file = join(folder, name);
  writeFileSync(file, ["#!/bin/sh", 'cd "${0%/*}" || exit', ...lines, ""].join("\n"));
  chmodSync(file, 0o755);
  return { folder, path: `${folder}${delimiter}${process.env["PATH"] ?? ""}` };
}

/** Passwords that a shell, SQL or base64 could spoil. */
export const oddPasswords = [
  "dbz",
  `it's "quoted"`,
  "$HOME `id` $(id) ${x}",
  "back\\slash \\n",
  "two\nlines",
  "비밀번호 🔑",
  " x ",
  "%s%%",
  "ends in x",
];
