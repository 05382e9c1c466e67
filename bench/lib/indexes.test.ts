import { describe, expect, it } from "vitest";
import { anyTime, settingsLike } from "./indexes";

const SETTINGS = {
  "index.uuid": "u",
  "index.creation_date": "1",
  "index.provided_name": "p",
  "index.version.created": "1",
  "index.routing.allocation": "x",
  "index.refresh_interval": "100ms",
  "index.number_of_replicas": "0",
  "index.analysis.tokenizer.korean.type": "nori_tokenizer",
  "index.replication.type": "SEGMENT",
  "index.final_pipeline": "p",
  "index.ingestion_source.type": "kafka",
  "index.ingestion_source.param.topic": "shard0.products.products",
};

describe("an index like another", () => {
  it("that a rival writes to has its analysis and refresh interval, and pulls nothing", () => {
    expect(settingsLike(SETTINGS)).toEqual({
      "index.refresh_interval": "100ms",
      "index.number_of_replicas": "0",
      "index.analysis.tokenizer.korean.type": "nori_tokenizer",
    });
  });

  it("that pulls has another topic and else all the same", () => {
    expect(settingsLike(SETTINGS, "other")).toEqual({
      "index.refresh_interval": "100ms",
      "index.number_of_replicas": "0",
      "index.analysis.tokenizer.korean.type": "nori_tokenizer",
      "index.replication.type": "SEGMENT",
      "index.final_pipeline": "p",
      "index.ingestion_source.type": "kafka",
      "index.ingestion_source.param.topic": "other",
    });
  });
});

describe("a rival's index", () => {
  it("takes times as MySQL writes them too", () => {
    const properties = { id: { type: "long" }, at: { type: "date" }, on: { type: "date", format: "uuuu" } };
    expect(anyTime({ dynamic: false, properties })).toEqual({
      dynamic: false,
      properties: {
        id: { type: "long" },
        at: { type: "date", format: "strict_date_optional_time||uuuu-MM-dd HH:mm:ss.SSSSSS||uuuu-MM-dd" },
        on: { type: "date", format: "uuuu||uuuu-MM-dd HH:mm:ss.SSSSSS||uuuu-MM-dd" },
      },
    });
  });
});
