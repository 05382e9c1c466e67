import { describe, expect, it } from "vitest";
import { describeFaults } from "./faults";

describe("describeFaults", () => {
  it("writes one line for each fault: path, value, rule, remedy", () => {
    const faults = [
      { path: "shards[2].hostPort", value: 80, rule: "must be at least 1024", remedy: "Correct it" },
      { path: "timeZone", value: 'A "zone"\n', rule: "is not a time zone", remedy: "Use UTC" },
    ];
    expect(describeFaults("dev", faults)).toBe(
      [
        "The configuration of stack 'dev' has 2 faults; nothing was changed.",
        "  - shards[2].hostPort = 80: must be at least 1024. Correct it.",
        '  - timeZone = "A \\"zone\\"\\n": is not a time zone. Use UTC.',
      ].join("\n"),
    );
  });

  it("shows the beginning of a long value, and of a long name in a rule", () => {
    const faults = [{ path: "p", value: "x".repeat(1000), rule: "r".repeat(1001), remedy: "Correct it" }];
    expect(describeFaults("dev", faults).split("\n")[1]).toBe(
      `  - p = "${"x".repeat(199)}… (1002 characters): ${"r".repeat(1000)}… (1001 characters). Correct it.`,
    );
  });

  it("shows as code what a terminal would carry out or hide", () => {
    const rule = "maps 'a\n\u001b[2Jb\u202ec\ud800'";
    expect(describeFaults("dev", [{ path: "p", rule, remedy: "Remove it" }]).split("\n")[1]).toBe(
      "  - p: maps 'a\\u000a\\u001b[2Jb\\u202ec\\ud800'. Remove it.",
    );
  });

  it("counts a single fault in the singular and leaves out a value that is not there", () => {
    expect(describeFaults("dev", [{ path: "cdcPassword", rule: "is missing", remedy: "Set it" }])).toBe(
      [
        "The configuration of stack 'dev' has 1 fault; nothing was changed.",
        "  - cdcPassword: is missing. Set it.",
      ].join("\n"),
    );
  });
});
