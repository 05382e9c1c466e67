import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { devPlan, ROOT } from "../testing/fixtures";
import { indexDefinition, parseMapping, reservedIndexSettings, type Mapping } from "./settings";

const table = {
  table: "products.products",
  idColumn: "id",
  topic: "shard0.products.products",
  partitions: 2,
  series: "shard0.products.products",
  skip: [],
  alias: "products",
  mappingFile: "indices/products.json",
};

function mapping(idType: string, settings?: Mapping["settings"]): Mapping {
  return { settings, mappings: { properties: { id: { type: idType } } } };
}

const pulled = {
  "index.number_of_shards": 2,
  "index.replication.type": "SEGMENT",
  "index.ingestion_source.type": "kafka",
  "index.ingestion_source.param.topic": "shard0.products.products",
  "index.ingestion_source.param.bootstrap_servers": "kafka:29092",
  "index.ingestion_source.param.fetch.max.wait.ms": "2000",
  "index.ingestion_source.pointer.init.reset": "earliest",
  "index.ingestion_source.error_strategy": "block",
  "index.ingestion_source.poll.timeout": 100,
  "index.ingestion_source.poll.max_batch_size": 2000,
  "index.ingestion_source.pointer_based_lag_update_interval": "1000ms",
  "index.ingestion_source.mapper_type": "field_mapping",
  "index.ingestion_source.mapper_settings.id_field": "id",
  "index.ingestion_source.mapper_settings.op_type_field": "__deleted",
  "index.ingestion_source.mapper_settings.op_type_field.delete_value": "true",
};

describe("indexDefinition", () => {
  it("pulls the topic into as many shards as it has partitions, under the alias", () => {
    expect(indexDefinition(table, mapping("long"), "kafka:29092")).toEqual({
      index: {
        settings: {
          "index.number_of_replicas": 0,
          "index.periodic_flush_interval": "30s",
          "index.merge_on_flush.enabled": false,
          "index.merge.policy.floor_segment": "2mb",
          "index.refresh_interval": "100ms",
          ...pulled,
        },
        mappings: { dynamic: false, properties: { id: { type: "long" } } },
      },
      pipeline: {
        description: "Puts the id column 'id' back into the document",
        processors: [{ set: { field: "id", value: "{{_id}}" } }, { convert: { field: "id", type: "long" } }],
      },
    });
  });

  it("lets the mapping file change defaults and the mapping's mode, but not what the pipeline stands on", () => {
    const changed: Mapping = {
      settings: { "index.refresh_interval": "1s", "index.number_of_shards": 9, analysis: {} },
      mappings: { dynamic: "strict", properties: {} },
    };
    expect(indexDefinition(table, changed, "kafka:29092").index).toEqual({
      settings: {
        "index.number_of_replicas": 0,
        "index.periodic_flush_interval": "30s",
        "index.merge_on_flush.enabled": false,
        "index.merge.policy.floor_segment": "2mb",
        "index.refresh_interval": "1s",
        analysis: {},
        ...pulled,
      },
      mappings: { dynamic: "strict", properties: {} },
    });
  });

  const asLong = [{ set: { field: "id", value: "{{_id}}" } }, { convert: { field: "id", type: "long" } }];

  it.each([
    ...["byte", "short", "integer", "long"].map((type) => [type, asLong] as const),
    // Of a number beyond 2^63 a text is left, which this type reads.
    ["unsigned_long", [asLong[0], { convert: { field: "id", type: "long", ignore_failure: true } }]] as const,
    // Three braces, so that nothing in a text is escaped.
    ["keyword", [{ set: { field: "id", value: "{{{_id}}}" } }]] as const,
  ])("puts an id of type %s back as what it was", (type, expected) => {
    const { pipeline } = indexDefinition(table, mapping(type), "kafka:29092");
    expect(pipeline).toHaveProperty("processors", expected);
  });

  it("holds fewer messages in memory when rows may be large", () => {
    const size = (maxRowSize: number) =>
      indexDefinition({ ...table, maxRowSize }, mapping("long"), "kafka:29092").index.settings?.[
        "index.ingestion_source.internal_queue_size"
      ];
    expect([1, 2, 16].map(size)).toEqual([undefined, 50, 6]);
  });
});

describe("parseMapping", () => {
  it("reads the mapping files of the project, which set nothing that is reserved", () => {
    const files = devPlan().shards.flatMap((shard) => shard.tables.map((t) => t.mappingFile));
    for (const file of files) {
      const parsed = parseMapping(readFileSync(join(ROOT, file), "utf8"));
      expect(Object.keys(parsed.mappings.properties)).toContain("id");
      expect(reservedIndexSettings(parsed)).toEqual([]);
    }
  });

  it.each([
    "null",
    "{}",
    "5",
    '{"mappings": {}}',
    '{"mappings": {"properties": null}}',
    '{"mappings": {"properties": []}}',
  ])("says what is missing in %s", (text) => {
    expect(() => parseMapping(text)).toThrow(new Error("it has no `mappings.properties`"));
  });

  const field = (json: string) => `{"mappings": {"properties": {"id": ${json}}}}`;

  it.each([
    ['{"settings": [], "mappings": {"properties": {}}}', "has `settings` that are no group of keys"],
    [
      '{"settings": {"index": 5}, "mappings": {"properties": {}}}',
      "has `settings.index` that is no group of keys",
    ],
    [field("null"), "has `mappings.properties.id` that is no group of keys"],
    [field('"long"'), "has `mappings.properties.id` that is no group of keys"],
    [field('{"type": 5}'), "has `mappings.properties.id.type` that is no text"],
    [field('{"copy_to": ["a", 5]}'), "has `mappings.properties.id.copy_to` that is no name of a field"],
    [field('{"fields": null}'), "has `mappings.properties.id.fields` that is no group of fields"],
    [field('{"fields": {"raw": null}}'), "has `mappings.properties.id.fields.raw` that is no group of keys"],
    [field('{"properties": {"a": 1}}'), "has `mappings.properties.id.properties.a` that is no group of keys"],
    [field('{"a":'.repeat(60) + "1" + "}".repeat(60)), "is nested too deep"],
  ])("says what is wrong with the shape of %s", (text, fault) => {
    expect(() => parseMapping(text)).toThrow(new Error(`it ${fault}`));
  });

  it("gives the parser's message for what is no JSON", () => {
    expect(() => parseMapping("{,}")).toThrow(SyntaxError);
  });
});

describe("reservedIndexSettings", () => {
  it.each<[Mapping["settings"], string[]]>([
    [undefined, []],
    [{ analysis: {}, refresh_interval: "1s", "index.number_of_replicas": 1 }, []],
    [{ number_of_shards: 3 }, ["number_of_shards"]],
    [{ "index.final_pipeline": "p" }, ["final_pipeline"]],
    [{ index: { ingestion_source: {} } }, ["ingestion_source"]],
    [{ index: { "replication.type": "DOCUMENT" } }, ["replication.type"]],
    [
      { "ingestion_source.poll.timeout": 1, number_of_shards: 1, index: { number_of_shards: 1 } },
      ["ingestion_source.poll.timeout", "number_of_shards"],
    ],
  ])("in %j are %j", (settings, reserved) => {
    expect(reservedIndexSettings(mapping("long", settings))).toEqual(reserved);
  });
});
