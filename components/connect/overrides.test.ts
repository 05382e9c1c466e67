import { describe, expect, it } from "vitest";
import { refusedOverrides } from "./overrides";

describe("refusedOverrides", () => {
  const identity = "is derived from the shard and identifies its stream";
  const shape = "shapes the records that the search engine's mapper reads";

  it.each([
    ["database.server.id", identity],
    ["topic.prefix", identity],
    ["database.connectionTimeZone", identity],
    ["schema.history.internal.kafka.topic", identity],
    ["name", identity],
    ["signal.kafka.topic", identity],
    ["read.only", identity],
    ["transforms", shape],
    ["transforms.unwrap.add.fields", shape],
    ["decimal.handling.mode", shape],
    ["value.converter", shape],
    ["database.ssl.mode", "keeps the connection to MySQL encrypted, with the server that is meant"],
    ["tasks.max", "must stay 1, a MySQL binlog has one reader"],
    ["skipped.operations", "loses changes"],
    ["table.exclude.list", "excludes what the include list captures"],
    ["topic.delimiter", "changes the topics that the indexes read"],
  ])("names %s", (key, reason) => {
    expect(refusedOverrides({ "poll.interval.ms": "5", [key]: "x" })).toEqual([{ key, reason }]);
  });

  it("lets everything else be set, whatever it is called", () => {
    expect(
      refusedOverrides({ "snapshot.mode": "initial", "max.batch.size": "4096", constructor: "x" }),
    ).toEqual([]);
  });
});
