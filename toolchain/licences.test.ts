import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "./lib/paths";

interface Locked {
  license?: string;
  dev?: boolean;
  peer?: boolean;
}

const read = (file: string) => readFileSync(join(projectRoot, file), "utf8");
const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, Locked> };
const locked = Object.entries(packages).filter(([path]) => path !== "");

describe("docs/licences.md", () => {
  it("counts the licences of what the library needs", () => {
    const counts = new Map<string, number>();
    for (const [, { license = "none" }] of locked.filter(([, { dev, peer }]) => !dev && !peer))
      counts.set(license, (counts.get(license) ?? 0) + 1);
    const shown = [...read("docs/licences.md").matchAll(/^\| (\d+) +\| (\S+) +\|$/gm)];
    expect(shown.map(([, count, licence]) => [licence, Number(count)])).toEqual(
      [...counts].sort(([a, many], [b, more]) => more - many || a.localeCompare(b)),
    );
  });
});
