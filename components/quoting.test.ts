import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shellWord, sqlIdentifier, sqlTable, sqlText } from "./quoting";
import { anyText, hostileTexts } from "./testing/hostile";

/** No argument of a command holds a NUL character, and a line of standard input is no UTF-16. */
const forShell = hostileTexts.filter((text) => !/[\0\ud800]/.test(text) && text.length < 1000);

describe("shellWord", () => {
  it.each(forShell)("is one word of a shell, which is %j", (text) => {
    const { status, stdout, stderr } = spawnSync("sh", ["-s"], {
      input: `set -- ${shellWord(text)} end\nprintf '%s\\n' "$#" "$1"`,
      encoding: "utf8",
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `2\n${text}\n`, stderr: "" });
  });

  it("leaves a word as it is that needs no quotes", () => {
    expect(shellWord("/run/secrets/connect/shard0-password")).toBe("/run/secrets/connect/shard0-password");
  });
});

describe("sqlIdentifier", () => {
  it("is one identifier, whatever the name", () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const inner = /^`((?:[^`]|``)*)`$/s.exec(sqlIdentifier(name))?.[1];
        expect(inner?.replaceAll("``", "`")).toBe(name);
      }),
    );
  });
});

describe("sqlTable", () => {
  it("leaves nothing that SQL would read", () => {
    expect(sqlTable("a.b`c")).toBe("`a`.`b``c`");
  });
});

describe("sqlText", () => {
  it("is one literal in every sql_mode, whatever the text", () => {
    fc.assert(
      fc.property(
        anyText.filter((text) => !/\p{Cs}/u.test(text)),
        (text) => {
          const literal = sqlText(text);
          const base64 = /^CONVERT\(FROM_BASE64\('([A-Za-z0-9+/=]*)'\) USING utf8mb4\)$/.exec(literal)?.[1];
          const plain = /^'((?:[^'\\]|'')*)'$/s.exec(literal)?.[1]?.replaceAll("''", "'");
          expect(base64 === undefined ? plain : Buffer.from(base64, "base64").toString()).toBe(text);
        },
      ),
    );
  });
});
