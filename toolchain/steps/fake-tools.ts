import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** Stand-ins for tools whose real ones a test must not run: a folder of shell scripts that goes first on PATH. */
export interface FakeTools {
  readonly folder: string;
  /** PATH with the stand-ins first and the system's own commands behind. */
  readonly path: string;
  /** Installs a stand-in; each call is recorded, `$state` is a folder it may use. */
  add(name: string, script: string): void;
  /** The calls so far, each as one line. */
  calls(): string[];
}

export function fakeTools(): FakeTools {
  const folder = mkdtempSync(join(tmpdir(), "shardview-tools-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const record = join(folder, "calls");
  writeFileSync(record, "");
  return {
    folder,
    path: [bin, "/usr/bin", "/bin"].join(delimiter),
    add: (name, script) => {
      const lines = ["#!/bin/sh", `state='${folder}'`, `echo "${name} $*" >> '${record}'`, script, ""];
      writeFileSync(join(bin, name), lines.join("\n"), { mode: 0o755 });
    },
    calls: () => readFileSync(record, "utf8").trimEnd().split("\n"),
  };
}
