import { describe, expect, it } from "vitest";
import { topicProvider } from "./provider";

const { diff, read } = topicProvider as Required<typeof topicProvider>;

const olds = {
  bootstrapServers: "localhost:9092",
  topic: "shard0.products.products",
  partitions: 1,
  config: { "cleanup.policy": "compact" },
  __provider: "code",
};

describe("diff", () => {
  it("sees no change where there is none", async () => {
    expect(await diff(olds.topic, olds, { ...olds, config: { ...olds.config }, generation: 0 })).toEqual({
      changes: false,
      replaces: [],
      deleteBeforeReplace: true,
    });
  });

  it.each([
    ["a changed setting", { config: { "cleanup.policy": "delete" } }],
    ["a new setting", { config: { ...olds.config, "retention.ms": "-1" } }],
    ["a removed setting", { config: {} }],
    ["another address of the broker", { bootstrapServers: "localhost:19092" }],
    ["newer code of the provider", { __provider: "newer code" }],
    ["a generation of the messages", { generation: 1 }],
  ])("updates for %s", async (_, change) => {
    expect(await diff(olds.topic, olds, { ...olds, ...change })).toMatchObject({
      changes: true,
      replaces: [],
    });
  });

  it.each([
    ["topic", { topic: "other" }],
    ["partitions", { partitions: 2 }],
  ])("replaces for another %s", async (key, change) => {
    expect(await diff(olds.topic, olds, { ...olds, ...change })).toMatchObject({
      changes: true,
      replaces: [key],
    });
  });
});

describe("read", () => {
  it("cannot do without the state", async () => {
    await expect(read("t", undefined)).rejects.toThrow(
      new Error("topic 't' cannot be read without its state"),
    );
  });
});
