import { describe, expect, it } from "vitest";
import { connectorName, mysqlHost, seriesName, tableAlias, topicName } from "./names";

describe("connectorName", () => {
  it.each([
    ["shard0", undefined, "inventory-connector-0"],
    ["shard12", undefined, "inventory-connector-12"],
    ["shard-eu", undefined, "inventory-connector-shard-eu"],
    ["eu", undefined, "inventory-connector-eu"],
    ["shard0", "orders", "orders"],
  ])("of shard %s configured as %s is %s", (name, connector, expected) => {
    expect(connectorName({ name, connector })).toBe(expected);
  });
});

describe("names on the way of a row", () => {
  it("are the host, the topic as Debezium names it, and the index in lower case", () => {
    expect(mysqlHost(3308)).toBe("mysql-3308");
    expect(topicName("shard0", "products.Orders")).toBe("shard0.products.Orders");
    expect(seriesName("shard0.products.Orders")).toBe("shard0.products.orders");
  });

  it("end in the alias: as configured, else the table's name", () => {
    expect(tableAlias({ table: "products.orders" })).toBe("orders");
    expect(tableAlias({ table: "products.orders", alias: "sales" })).toBe("sales");
  });
});
