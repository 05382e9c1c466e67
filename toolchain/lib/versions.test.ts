import { describe, expect, it } from "vitest";
import { cliFits, isAtLeast, parseVersion, pulumiVersions } from "./versions";

describe("parseVersion", () => {
  it.each([
    ["v3.245.0", [3, 245, 0]],
    ["go1.26.8", [1, 26, 8]],
    ["go1.21", [1, 21, 0]],
    ["3.250.0-alpha.xyz", [3, 250, 0]],
  ])("reads %s", (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it("reads nothing from a text without a version", () => {
    expect(parseVersion("devel")).toBeUndefined();
  });
});

describe("isAtLeast", () => {
  it.each([
    ["1.21.0", "1.21.0", true],
    ["1.22.0", "1.21.5", true],
    ["2.0.0", "1.99.99", true],
    ["1.20.9", "1.21.0", false],
    ["1.9.0", "1.21.0", false],
    ["unknown", "1.21.0", false],
  ])("says of %s and the minimum %s: %s", (version, minimum, answer) => {
    expect(isAtLeast(version, minimum)).toBe(answer);
  });
});

describe("cliFits", () => {
  it.each([
    ["3.200.0", true],
    ["v3.248.0", true],
    ["3.199.9", false],
    ["4.0.0", false],
    ["", false],
  ])("says of an installed Pulumi %s: %s", (version, fits) => {
    expect(cliFits(version)).toBe(fits);
  });
});

describe("pulumiVersions", () => {
  it("takes the plugins' versions from the npm packages", () => {
    expect(pulumiVersions()).toEqual({ sdk: "3.248.0", docker: "5.2.0", command: "1.2.1" });
  });
});
