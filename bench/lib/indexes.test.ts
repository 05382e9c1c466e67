import { describe, expect, it } from "vitest";
import { settingsLike } from "./indexes";

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
