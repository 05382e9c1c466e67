import { describe, expect, it } from "vitest";
import { renderSummary, type StackOutputs } from "./summary";
import { connectorState } from "./summary-readers";

const outputs: StackOutputs = {
  urls: { connect: "http://localhost:8083", search: "http://localhost:9200", kafka: "localhost:9092" },
  containers: { kafka: "k", connect: "c", search: "s" },
  aliases: { products: "products.products" },
  shards: {
    shard0: {
      host: "localhost",
      port: 3308,
      container: "shardview-dev-shard0",
      connector: "inventory-connector-0",
      tables: ["products.products"],
      topics: ["shard0.products.products"],
      indexes: ["shard0.products.products-000001"],
    },
  },
};

describe("renderSummary", () => {
  it("shows the addresses, each shard with its connector and counts, what to try and how to stop", () => {
    const facts = {
      connectors: { shard0: { state: "RUNNING", well: true } },
      tables: [{ shard: "shard0", table: "products.products", rows: 2100, documents: 2100 }],
    };
    expect(renderSummary("dev", outputs, facts)).toBe(
      [
        "Shardview is up (stack dev).",
        "",
        "  Connect   http://localhost:8083/connectors?expand=status",
        "  Search    http://localhost:9200",
        "  Kafka     localhost:9092",
        "",
        "  shard   MySQL           connector                       table              rows  documents",
        "  shard0  localhost:3308  inventory-connector-0: RUNNING  products.products  2100       2100",
        "",
        "Search all shards for a Korean word (김치, kimchi):",
        "  curl -sG 'http://localhost:9200/products/_search' --data-urlencode 'q=name:김치' -d size=3 -d pretty",
        "",
        "Insert a row into a shard and find it a moment later:",
        "  docker exec -i shardview-dev-shard0 sh -c 'MYSQL_PWD=$(cat $MYSQL_PASSWORD_FILE) mysql -uapp --default-character-set=utf8mb4 products' <<< \"INSERT INTO products (sku, name, price, updated_at) VALUES ('TRY-1', '새로운 김치', 9.90, NOW(6))\"",
        "  curl -s 'http://localhost:9200/products/_search?q=sku:TRY-1&pretty'",
        "",
        "Stop and remove everything:",
        "  npm run down",
      ].join("\n"),
    );
  });

  it("shows why a count is not known in its place", () => {
    const facts = {
      connectors: { shard0: { state: "RUNNING, task 0 FAILED", well: false } },
      tables: [{ shard: "shard0", table: "products.products", rows: 7, documents: "connection refused" }],
    };
    const text = renderSummary("dev", outputs, facts);
    expect(text).toContain("Shardview is up (stack dev), but not all of it is well.\n");
    expect(text).toContain(
      "  shard0  localhost:3308  inventory-connector-0: RUNNING, task 0 FAILED  products.products     7  connection refused",
    );
  });

  it("offers a query that fits any table when the sample table is not captured", () => {
    const other = { ...outputs, aliases: { orders: "sales.orders" } };
    const text = renderSummary("dev", other, { connectors: {}, tables: [] });
    expect(text).toContain("  curl -s 'http://localhost:9200/orders/_search?size=3&pretty'");
    expect(text).not.toContain("INSERT");
  });
});

describe("connectorState", () => {
  it("is RUNNING when the connector and its task run", () => {
    const status = { connector: { state: "RUNNING" }, tasks: [{ id: 0, state: "RUNNING" }] };
    expect(connectorState(status)).toBe("RUNNING");
  });

  it("names the task that failed under a connector that runs", () => {
    const status = { connector: { state: "RUNNING" }, tasks: [{ id: 0, state: "FAILED" }] };
    expect(connectorState(status)).toBe("RUNNING, task 0 FAILED");
  });

  it("says that a connector without a task does nothing", () => {
    expect(connectorState({ connector: { state: "RUNNING" }, tasks: [] })).toBe("RUNNING, no task");
  });
});
