import { describe, expect, it } from "vitest";
import { nextChanges, type OwnRows } from "./changes";
import { seeded } from "./random";

function load(seed: number, count: number): { statements: string[]; rows: OwnRows } {
  const rows: OwnRows = { prefix: "C", written: 0, there: [] };
  return { statements: nextChanges(seeded(seed), rows, count), rows };
}

describe("nextChanges", () => {
  it("repeats the same statements for the same seed, and others for another", () => {
    expect(load(7, 500).statements).toEqual(load(7, 500).statements);
    expect(load(7, 500).statements).not.toEqual(load(8, 500).statements);
  });

  it("inserts, updates and deletes rows of its own only, each row deleted once and changed while it is there", () => {
    const { statements, rows } = load(1, 5000);
    const there = new Set<string>();
    const seen = { INSERT: 0, UPDATE: 0, DELETE: 0 };
    for (const statement of statements) {
      const verb = statement.slice(0, 6) as keyof typeof seen;
      const sku = /'(C-\d+)'/.exec(statement)?.[1] ?? "";
      seen[verb] += 1;
      expect(there.has(sku)).toBe(verb !== "INSERT");
      if (verb === "INSERT") there.add(sku);
      if (verb === "DELETE") there.delete(sku);
    }
    expect(there).toEqual(new Set(rows.there.map((number) => `C-${number}`)));
    expect(seen.INSERT).toBeGreaterThan(seen.UPDATE);
    expect(seen.UPDATE).toBeGreaterThan(1000);
    expect(seen.DELETE).toBeGreaterThan(1000);
    expect(there.size).toBeLessThanOrEqual(501);
  });
});
