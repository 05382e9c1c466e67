import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { stackOutputs } from "./outputs";
import { devPlan, shards } from "./testing/fixtures";

describe("stackOutputs", () => {
  it("says where everything is, by shard name", () => {
    const plan = devPlan({ shards: shards({}, { name: "eu", hostPort: 3399 }) });
    const index = pulumi.output("shard0.products.products-000002");
    expect(stackOutputs(plan, { shard0: [index] })).toEqual({
      urls: { connect: "http://localhost:8083", search: "http://localhost:9200", kafka: "localhost:9092" },
      aliases: { products: "products.products" },
      containers: {
        kafka: "shardview-dev-kafka",
        connect: "shardview-dev-connect",
        search: "shardview-dev-search",
        watcher: "shardview-dev-watcher",
      },
      shards: {
        shard0: {
          host: "localhost",
          port: 3308,
          container: "shardview-dev-mysql-3308",
          connector: "inventory-connector-0",
          topics: ["shard0.products.products"],
          indexes: [index],
          tables: ["products.products"],
        },
        eu: {
          host: "localhost",
          port: 3399,
          container: "shardview-dev-mysql-3399",
          connector: "inventory-connector-eu",
          topics: ["eu.products.products"],
          indexes: [],
          tables: ["products.products"],
        },
      },
    });
  });
});
