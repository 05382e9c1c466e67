import { describe, expect, it } from "vitest";
import { describeRecovery, nextRecovery, partsOf } from "./shard-recovery";

const parent = (shard: string) => `urn:pulumi:dev::shardview::shardview:index:ShardPipeline::${shard}`;
const dynamic = (type: string, shard: string, outputs: Record<string, unknown>) => ({
  type: `pulumi-nodejs:dynamic/shardview:${type}`,
  parent: parent(shard),
  outputs,
});
const index = (name: string) => ({ url: "u", index: name, definition: { index: {} }, bootstrapServers: "b" });
const resources = [
  { type: "pulumi:pulumi:Stack" },
  dynamic("Topic", "shard1", { topic: "t" }),
  dynamic("Connector", "my-shard1", { url: "u", name: "c10" }),
  dynamic("Connector", "shard1", { url: "u", name: "c1" }),
  dynamic("SearchIndex", "shard1", index("i-000001")),
];

describe("the parts of a shard", () => {
  it("are those of its own pipeline", () => {
    expect(partsOf("shard1", resources)).toEqual({
      connector: { url: "u", name: "c1" },
      indexes: [index("i-000001")],
    });
  });

  it("are none of a shard that the state does not know", () => {
    expect(partsOf("shard", resources)).toBeUndefined();
  });
});

describe("the next recovery", () => {
  const shards = [{ name: "a" }, { name: "b", state: "stopped", recovery: 2 }];

  it("is one more than that of the stack file", () => {
    expect(nextRecovery("a", shards)).toEqual({
      ...{ path: "shardview:shards[0].recovery", recovery: 1, state: "running" },
    });
    expect(nextRecovery("b", shards)).toEqual({
      ...{ path: "shardview:shards[1].recovery", recovery: 3, state: "stopped" },
    });
  });

  it("is none of a shard that is not in it", () => {
    expect(nextRecovery("c", shards)).toBeUndefined();
  });
});

describe("what is said before it is done", () => {
  it("names what is begun anew, and what it costs", () => {
    const parts = { connector: { url: "u", name: "c1" }, indexes: [index("i-000001"), index("j-000004")] };
    expect(describeRecovery("shard1", parts, [1, 12_345])).toEqual([
      "The recovery of shard1",
      "  - empties the topics that its indexes read, and its schema history",
      "  - lets connector 'c1' forget its position and read all rows again",
      "  - builds index 'i-000001' (1 document) again from its topic",
      "  - builds index 'j-000004' (12,345 documents) again from its topic",
      "Searches go on with what the indexes hold now. Changes since the fault, deletes among them, are found when the new ones",
      "take over: after some minutes for each million rows. No other shard is touched.",
    ]);
  });
});
