import * as fc from "fast-check";

/** Texts that have broken out of SQL, shells, JSON, YAML, properties files, terminals and JavaScript objects. */
export const hostileTexts = [
  "",
  " ",
  "__proto__",
  "constructor",
  "toString",
  "`; DROP DATABASE products; -- ",
  "' OR ''='",
  `it's "quoted"`,
  "\\'; DROP TABLE t; -- ",
  "$(touch /tmp/owned) `id` ${HOME} && id; | id > /dev/null",
  "--help",
  "-e",
  "*",
  "../../etc/passwd",
  "/dev/zero",
  "${dir:/run/secrets/connect:shard0-password}",
  "{{_id}}",
  '","x":"',
  "a: b\n- c # d",
  "*alias &anchor !!js/function",
  "key=value\rplugin.path=/tmp",
  "%s%n%d",
  "NUL\0",
  "two\nlines\r\nthree",
  "\u001b[2J\u001b]0;title\u0007",
  "\u202egnp.exe",
  "\u2028\u2029",
  "\ud800",
  "비밀번호 🔑",
  "x".repeat(100_000),
  "-".repeat(100_000),
  "a.".repeat(50_000),
  "\\".repeat(100_000),
  `${" ".repeat(100_000)}x`,
];

/** Hostile texts and others. */
export const anyText = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
);

/** Any JSON, odd numbers, keys such as `__proto__` and deep nesting among it; as text, since not all of it survives `JSON.stringify`. */
export const anyJson = fc.oneof(
  fc.json(),
  anyText.map((text) => JSON.stringify(text)),
  anyText,
  fc.constantFrom(
    "1e999",
    "-0",
    "9007199254740993",
    "null",
    "{}",
    "[]",
    "[[]]",
    "[{}]",
    "[null]",
    '{"__proto__":{"polluted":true}}',
    '{"__proto__":"x","constructor":{"prototype":{"polluted":true}}}',
    '[{"__proto__":{"polluted":true},"name":"shard0"}]',
    "[".repeat(100_000) + "]".repeat(100_000),
    '{"a":'.repeat(20_000) + "1" + "}".repeat(20_000),
    JSON.stringify(Array.from({ length: 20_000 }, (_, i) => `shard${i}`)),
    JSON.stringify(Array.from({ length: 20_000 }, () => ({ name: "a", hostPort: 3308, serverId: 1 }))),
  ),
);
