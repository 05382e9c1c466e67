import { describe, expect, it } from "vitest";
import { stackOutputs } from "./outputs";
import { devPlan, shards } from "./testing/fixtures";

describe("stackOutputs", () => {
  it("says where everything is, by shard name", () => {
    expect(stackOutputs(devPlan({ shards: shards({}, { name: "eu", hostPort: 3399 }) }))).toEqual({
      urls: { connect: "http://localhost:8083", search: "http://localhost:9200", kafka: "localhost:9092" },
      aliases: { products: "products.products" },
      containers: {
        kafka: "shardview-dev-kafka",
        connect: "shardview-dev-connect",
        search: "shardview-dev-search",
      },
      shards: {
        shard0: {
          host: "localhost",
          port: 3308,
          container: "shardview-dev-mysql-3308",
          connector: "inventory-connector-0",
          topics: ["shard0.products.products"],
          indexes: ["shard0.products.products-000001"],
          tables: ["products.products"],
        },
        eu: {
          host: "localhost",
          port: 3399,
          container: "shardview-dev-mysql-3399",
          connector: "inventory-connector-eu",
          topics: ["eu.products.products"],
          indexes: ["eu.products.products-000001"],
          tables: ["products.products"],
        },
      },
    });
  });
});
