import { describe, expect, it } from "vitest";
import { describePoison, readDocument } from "./poison";

const mapper = { id_field: "id", op_type_field: "__deleted", "op_type_field.delete_value": "true" };
const settings = Object.fromEntries(
  Object.entries(mapper).map(([key, value]) => [`index.ingestion_source.mapper_settings.${key}`, value]),
);

describe("readDocument", () => {
  it.each<[string, string | undefined, object]>([
    ["a row", '{"id": 5, "a": 1, "__deleted": "false"}', { id: "5", deleted: false, source: { a: 1 } }],
    ["a deleted row", '{"id": "x", "__deleted": "true"}', { id: "x", deleted: true, source: {} }],
    ["a tombstone", undefined, { reason: "it has no value" }],
    ["a list", "[]", { reason: "it is no JSON object" }],
    ["a row without id", '{"a": 1}', { reason: "it has no value in the id field 'id'" }],
    ["a row with an empty id", '{"id": " "}', { reason: "its id 'id' is no text or number" }],
  ])("reads %s as the engine does", (_, value, document) => {
    expect(readDocument({ index: { settings } }, value)).toEqual(document);
  });

  it("gives the parser's words for what is no JSON", () => {
    expect(readDocument({ index: { settings } }, "nonsense")).toEqual({
      reason: expect.stringMatching(/^it is no JSON: /) as string,
    });
  });
});

describe("describePoison", () => {
  it("names the message, the reason and the ways out", () => {
    const poison = {
      topic: "t",
      partition: 1,
      offset: 7,
      key: '{"id":5}',
      reason: "failed to parse field [a]",
    };
    expect(describePoison("s-000001", poison)).toBe(
      "index 's-000001' cannot take a message of its topic and waits at it: topic t, partition 1, offset 7, " +
        'key {"id":5}: failed to parse field [a]. Correct the mapping, or leave the message out: ' +
        'add {"topic":"t","partition":1,"offset":7} to \'skip\'',
    );
  });
});
