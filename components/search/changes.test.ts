import { describe, expect, it } from "vitest";
import { compareDefinitions, type Change } from "./changes";
import type { IndexDefinition, Property } from "./definition";

function definition(
  properties: Record<string, Property>,
  settings: Record<string, unknown> = {},
  mappings: object = {},
): IndexDefinition {
  return { index: { settings, mappings: { ...mappings, properties } }, pipeline: {} };
}

const text: Property = { type: "text" };
const none = { settings: {}, columns: [] };

describe("compareDefinitions", () => {
  it.each<[string, IndexDefinition, IndexDefinition, Change]>([
    [
      "the same in another form",
      definition({ a: text }, { "index.number_of_replicas": 0, analysis: { x: { y: "z" } } }),
      definition({ a: text }, { index: { number_of_replicas: "0", analysis: { x: { y: "z" } } } }),
      { kind: "in place", reasons: [], ...none },
    ],
    [
      "a topic that is filled anew",
      definition({ a: text }),
      { ...definition({ a: text }), generation: 1 },
      { kind: "rebuild", reasons: ["its topic is filled anew"], ...none },
    ],
    ["the same", definition({ a: text }), definition({ a: text }), { kind: "same", reasons: [], ...none }],
    [
      "a new field",
      definition({ a: text }),
      definition({ a: text, b: text }),
      { kind: "in place", reasons: ["field 'b' is new"], settings: {}, columns: ["b"] },
    ],
    [
      "a new multi-field and a new inner field",
      definition({ a: text, o: { properties: {} } }),
      definition({ a: { ...text, fields: { raw: { type: "keyword" } } }, o: { properties: { b: text } } }),
      {
        kind: "in place",
        reasons: ["field 'a.raw' is new", "field 'o.b' is new"],
        settings: {},
        columns: ["a", "o"],
      },
    ],
    [
      "dynamic settings",
      definition({}, { refresh_interval: "1s", "index.max_result_window": 5 }),
      definition({}, { refresh_interval: "2s" }),
      {
        kind: "in place",
        reasons: [
          "setting 'index.refresh_interval' becomes \"2s\"",
          "setting 'index.max_result_window' becomes the default",
        ],
        settings: { "index.refresh_interval": "2s", "index.max_result_window": null },
        columns: [],
      },
    ],
    [
      "another type, a field that is gone, and a new one",
      definition({ a: text, b: text }),
      definition({ a: { type: "keyword" }, c: text }),
      { kind: "rebuild", reasons: ["field 'a' is another", "field 'b' is gone"], ...none },
    ],
    [
      "a static setting",
      definition({}, { number_of_shards: 1 }),
      definition({}, { number_of_shards: 2 }),
      { kind: "rebuild", reasons: ["setting 'index.number_of_shards' is another"], ...none },
    ],
    [
      "another option of the mapping",
      definition({}, {}, { dynamic: false }),
      definition({}, {}, { dynamic: "strict" }),
      { kind: "rebuild", reasons: ["mapping option 'dynamic' is another"], ...none },
    ],
    [
      "another note of the user",
      definition({}, {}, { _meta: { owner: "a" } }),
      definition({}, {}, { _meta: { owner: "b" } }),
      { kind: "in place", reasons: [], ...none },
    ],
    [
      "another pipeline",
      { index: {}, pipeline: {} },
      { index: {}, pipeline: { processors: [] } },
      { kind: "rebuild", reasons: ["its ingest pipeline is another"], ...none },
    ],
  ])("calls %s what it is", (_, olds, news, change) => {
    expect(compareDefinitions(olds, news)).toEqual(change);
  });
});
