import { describe, expect, it } from "vitest";
import { readReview, type PreviewOutput } from "./review";
import { renderComment, renderReview } from "./review-text";

const urn = (type: string, name: string) => `urn:pulumi:dev::shardview::${type}::${name}`;
const PIPELINE = "shardview:index:ShardPipeline";
const pipeline = urn(PIPELINE, "shard1");
const connector = urn(`${PIPELINE}$pulumi-nodejs:dynamic/shardview:Connector`, "shard1");
const secret = "[secret]";

function update(olds: Record<string, unknown>, news: Record<string, unknown>): PreviewOutput {
  const state = { type: "Connector", parent: pipeline };
  return {
    changeSummary: { same: 1, update: 1 },
    steps: [
      { op: "same", urn: pipeline },
      {
        op: "update",
        urn: connector,
        oldState: { ...state, inputs: olds },
        newState: { ...state, inputs: news },
      },
    ],
  };
}

const propertiesOf = (olds: Record<string, unknown>, news: Record<string, unknown>) =>
  readReview(update(olds, news)).changes[0]?.properties;

describe("readReview", () => {
  it("names what changes with its component, and counts what does not", () => {
    const review = readReview(update({ config: { "poll.interval.ms": "20" } }, { config: {} }));
    expect(review).toEqual({
      changes: [
        {
          operation: "update",
          resource: "ShardPipeline shard1 / Connector shard1",
          properties: ['config["poll.interval.ms"]: "20" -> (none)'],
          notes: [],
        },
      ],
      unchanged: 1,
      notes: [],
      errors: [],
    });
  });

  it.each([
    ["a nested value", { a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 3 }] } }, ["a.b[1].c: 2 -> 3"]],
    ["a key that comes", {}, { timeout: 5 }, ["timeout: (none) -> 5"]],
    ["a list that becomes longer", { list: ["x"] }, { list: ["x", "y"] }, ['list[1]: (none) -> "y"']],
    ["nothing of what is the same", { a: 1, b: { c: "x" } }, { a: 1, b: { c: "x" } }, []],
    [
      "the code of a provider by a word",
      { __provider: "exports.a" },
      { __provider: "exports.b" },
      ["the code of its provider, and nothing of the resource"],
    ],
    ["a value that becomes a secret", { password: "x" }, { password: secret }, ['password: "x" -> [secret]']],
    [
      "which secret is another, when nothing else is",
      { stdin: secret, a: 1 },
      { stdin: secret, a: 1 },
      ["stdin: [secret]"],
    ],
    [
      "the beginning of a long value",
      { sql: "" },
      { sql: "x".repeat(200) },
      [`sql: "" -> "${"x".repeat(119)}…`],
    ],
    [
      "long values from a little before their difference",
      { sql: `${"a".repeat(200)}b${"c".repeat(9)}` },
      { sql: `${"a".repeat(200)}d${"e".repeat(200)}` },
      [`sql: …${"a".repeat(20)}b${"c".repeat(9)}" -> …${"a".repeat(20)}d${"e".repeat(99)}…`],
    ],
    [
      "a long value that is only longer at its end",
      { list: "a".repeat(200) },
      { list: `${"a".repeat(200)}b` },
      [`list: …${"a".repeat(20)}" -> …${"a".repeat(20)}b"`],
    ],
  ])("shows %s", (_, olds, news, properties) => {
    expect(propertiesOf(olds, news)).toEqual(properties);
  });

  it("puts what is said of a resource beneath its change, once, and the rest aside", () => {
    const say = (message: string, severity = "info") => ({ message, severity });
    const about = "connector 'inventory-connector-1': its 2900 rows are read again";
    const review = readReview({
      ...update({ name: "inventory-connector-1", a: 1 }, { name: "inventory-connector-1", a: 2 }),
      diagnostics: [
        say(`${about}\n\n`),
        say(`${about}\n\n`, "info#err"),
        say("<{%reset%}>connector 'x': Connect does not answer<{%reset%}>\n"),
        say("\u001b[31mconfig is wrong\u001b[0m\n  really\n", "error"),
      ],
    });
    expect(review.changes[0]?.notes).toEqual([about]);
    expect(review.notes).toEqual(["connector 'x': Connect does not answer"]);
    expect(review.errors).toEqual(["config is wrong\n  really"]);
  });

  it("orders by component, whatever the engine's order was, and leaves steps within a replacement out", () => {
    const of = (op: string, name: string) => ({ op, urn: urn("docker:index/container:Container", name) });
    const steps = [
      of("delete-replaced", "b"),
      of("replace", "b"),
      of("create-replacement", "b"),
      of("create", "a"),
    ];
    expect(readReview({ steps }).changes.map(({ operation, resource }) => [operation, resource])).toEqual([
      ["create", "Container a"],
      ["replace", "Container b"],
    ]);
  });

  it("of nothing is empty", () => {
    expect(readReview({})).toEqual({ changes: [], unchanged: 0, notes: [], errors: [] });
  });
});

describe("renderReview and renderComment", () => {
  const review = {
    ...readReview(update({ timeout: 5 }, { timeout: 6 })),
    notes: ["Connect does not answer"],
    errors: ["it broke"],
  };
  const lines = [
    "! ShardPipeline shard1 / Connector shard1",
    "      timeout: 5 -> 6",
    "",
    "Also said:",
    "    > Connect does not answer",
    "",
    "The preview failed:",
    "it broke",
  ];

  it("write the same lines for a terminal and for a comment", () => {
    expect(renderReview("dev", review)).toBe(
      ["Preview of stack dev: 1 to update, 1 unchanged.", "", ...lines].join("\n"),
    );
    expect(renderComment("dev", review)).toBe(
      ["### Preview of stack dev: 1 to update, 1 unchanged.", "", "```diff", ...lines, "```"].join("\n"),
    );
  });

  it("say in one line that nothing changes", () => {
    const none = { changes: [], unchanged: 7, notes: [], errors: [] };
    expect(renderReview("dev", none)).toBe("Preview of stack dev: no changes, 7 resources as they are.");
    expect(renderComment("dev", none)).toBe("### Preview of stack dev: no changes, 7 resources as they are.");
  });

  it("mark what comes, goes, and is replaced or changed outside", () => {
    const change = { properties: [], notes: [] };
    const changes = (["create", "delete", "replace", "refresh"] as const).map((operation) => ({
      ...change,
      operation,
      resource: "Volume x",
    }));
    expect(renderReview("dev", { changes, unchanged: 0, notes: [], errors: [] }).split("\n")).toEqual([
      "Preview of stack dev: 1 to create, 1 to replace, 1 to delete, 1 changed outside, 0 unchanged.",
      "",
      "+ Volume x",
      "- Volume x",
      "! Volume x (replaced)",
      "! Volume x (changed outside)",
    ]);
  });

  it("cut a comment that a code host would refuse, and say so", () => {
    const long = { changes: [], unchanged: 0, notes: ["x".repeat(70_000)], errors: [] };
    const comment = renderComment("dev", long);
    expect(comment.length).toBeLessThan(61_000);
    expect(comment).toMatch(/\n… cut here; `npm run preview` shows all of it\n```$/);
  });
});
