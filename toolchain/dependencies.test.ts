import { describe, expect, it } from "vitest";
// @ts-expect-error -- plain JavaScript on purpose: it runs before TypeScript can
import * as dependencies from "./dependencies.mjs";

const { nodeFits, dependenciesFit } = dependencies as {
  nodeFits: (running: string, range: string) => boolean;
  dependenciesFit: (lock: unknown, installed: unknown) => boolean;
};

describe("nodeFits", () => {
  it.each([
    ["20.19.4", true],
    ["20.19.3", false],
    ["20.20.2", true],
    ["22.0.0", true],
    ["20.18.9", false],
    ["18.20.0", false],
  ])("says of Node %s for >=20.19.4: %s", (running, fits) => {
    expect(nodeFits(running, ">=20.19.4")).toBe(fits);
  });

  it("reads a range without a patch number", () => {
    expect([nodeFits("20.19.0", ">=20.19"), nodeFits("20.18.9", ">=20.19")]).toEqual([true, false]);
  });
});

describe("dependenciesFit", () => {
  const axios = { version: "1.2.3", integrity: "sha512-a" };
  const lock = { packages: { "": {}, "node_modules/axios": axios } };

  it("accepts a node_modules with the same versions and checksums", () => {
    expect(dependenciesFit(lock, { packages: { "node_modules/axios": axios } })).toBe(true);
  });

  it("refuses a node_modules without npm's own record, as an interrupted install leaves it", () => {
    expect(dependenciesFit(lock, undefined)).toBe(false);
  });

  it("refuses a missing package", () => {
    expect(dependenciesFit(lock, { packages: {} })).toBe(false);
  });

  it("refuses another version and another checksum", () => {
    for (const other of [
      { ...axios, version: "1.2.4" },
      { ...axios, integrity: "sha512-b" },
    ]) {
      expect(dependenciesFit(lock, { packages: { "node_modules/axios": other } })).toBe(false);
    }
  });

  it("does not miss an optional package of another platform", () => {
    const withOptional = { packages: { ...lock.packages, "node_modules/fsevents": { optional: true } } };
    expect(dependenciesFit(withOptional, { packages: { "node_modules/axios": axios } })).toBe(true);
  });
});
