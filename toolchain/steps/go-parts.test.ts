import { describe, expect, it } from "vitest";
import { pulumiVersions } from "../lib/versions";
import { goPart, partFolder } from "./go-parts";

describe("goPart", () => {
  it("has plugins of the versions that the npm packages ask for", () => {
    const { docker, command } = pulumiVersions();
    expect([goPart("docker").version, goPart("command").version]).toEqual([docker, command]);
  });

  it("says which part the list lacks", () => {
    expect(() => goPart("nothing" as "pulumi")).toThrow(
      new Error('toolchain/go/build-parts.json lists no part "nothing"'),
    );
  });
});

describe("partFolder", () => {
  const part = goPart("language-nodejs");

  it("is below the cache, named after the program and the content of its build files", () => {
    expect(partFolder(part, "/cache")).toMatch(/^\/cache\/parts\/pulumi-language-nodejs-[0-9a-f]{16}$/);
    expect(partFolder(part, "/cache")).toBe(partFolder(part, "/cache"));
  });

  it("is another one for other build settings", () => {
    expect(partFolder({ ...part, ldflags: "-s" })).not.toBe(partFolder(part));
  });
});
