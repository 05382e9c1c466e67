import { describe, expect, it } from "vitest";
import { Failure } from "../lib/failure";
import { exitCode, parsePreview } from "./preview";

describe("npm run preview", () => {
  it.each([
    [0, false, 3, false],
    [0, false, 0, true],
    [2, false, 3, true],
    [1, true, 0, true],
    [1, true, 3, false],
  ])("ends with %i when failed is %s, with %i changes and --detailed-exitcode %s", (code, ...given) => {
    expect(exitCode(...given)).toBe(code);
  });

  it("reads the JSON behind whatever the program itself prints", () => {
    expect(parsePreview('{hello}\n{\n  "steps": []\n}')).toEqual({ steps: [] });
  });

  it("says what the CLI printed when it is no JSON", () => {
    expect(() => parsePreview("error: no stack\n")).toThrow(
      new Failure(
        "preview",
        "pulumi preview --json printed no JSON but error: no stack",
        "run `npm run pulumi -- preview` to see what it says",
      ),
    );
  });
});
