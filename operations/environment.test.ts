import { describe, expect, it } from "vitest";
import { environmentOf, select } from "./environment";

const shard = (n: number) => ({
  ...{ host: "localhost", port: 3308 + n, container: `c${n}`, connector: `k${n}` },
  tables: ["a.x", "a.y"],
  topics: [`shard${n}.a.x`, `shard${n}.a.y`],
  indexes: [`shard${n}.a.x-000001`, `shard${n}.a.y-000002`],
});
const environment = environmentOf("dev", {
  urls: { connect: "c", search: "s", kafka: "k" },
  containers: { connect: "stack-connect", search: "stack-search", kafka: "stack-kafka" },
  shards: { shard0: shard(0), shard1: shard(1) },
});

describe("environmentOf", () => {
  it("gives each table of each shard its topic and index", () => {
    expect(environment?.shards[1]).toEqual({
      ...{ name: "shard1", container: "c1", connector: "k1" },
      tables: [
        { shard: "shard1", table: "a.x", topic: "shard1.a.x", index: "shard1.a.x-000001" },
        { shard: "shard1", table: "a.y", topic: "shard1.a.y", index: "shard1.a.y-000002" },
      ],
    });
  });

  it("gives none of a stack that has no outputs", () => {
    expect(environmentOf("dev", {})).toBeUndefined();
  });
});

describe("select", () => {
  it("gives the tables that are asked for", () => {
    const found = environment && select(environment, { shard: "shard0", table: "a.y" });
    expect(found?.map(({ name, tables }) => [name, tables.map(({ table }) => table)])).toEqual([
      ["shard0", ["a.y"]],
    ]);
  });

  it("says what there is when there is nothing of that name", () => {
    const nothing = () => environment && select(environment, { shard: "shard9", table: "a.y" });
    expect(nothing).toThrow(
      expect.objectContaining({
        reason: "no table a.y of shard shard9 is captured",
        remedy: "choose of the shards shard0, shard1 and the tables a.x, a.y",
      }),
    );
  });
});
