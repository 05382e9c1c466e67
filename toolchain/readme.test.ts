import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "./lib/paths";
import { renderSummary } from "./lib/summary";

const readme = readFileSync(join(projectRoot, "README.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

function shard(number: number) {
  const name = `shard${number}`;
  return {
    host: "localhost",
    port: 3308 + number,
    container: `shardview-dev-mysql-${3308 + number}`,
    connector: `inventory-connector-${number}`,
    tables: ["products.products"],
    topics: [`${name}.products.products`],
    indexes: [`${name}.products.products-000001`],
  };
}

describe("README.md", () => {
  it("shows the summary that `npm start` prints for the default stack", () => {
    const running = { state: "RUNNING", well: true };
    const summary = renderSummary(
      "dev",
      {
        urls: { connect: "http://localhost:8083", search: "http://localhost:9200", kafka: "localhost:9092" },
        containers: { kafka: "k", connect: "c", search: "s" },
        aliases: { products: "products.products" },
        shards: { shard0: shard(0), shard1: shard(1), shard2: shard(2) },
      },
      {
        connectors: { shard0: running, shard1: running, shard2: running },
        // As initdb/20-sample-products.sql makes them: 2000 + 100 for each unit of the server id's last digit.
        tables: [2800, 2900, 2000].map((rows, i) => ({
          shard: `shard${i}`,
          table: "products.products",
          rows,
          documents: rows,
        })),
      },
    );
    expect(readme).toContain(`\`\`\`\n${summary}\n\`\`\``);
  });

  it("names npm scripts that are there", () => {
    const named = [...readme.matchAll(/npm (?:run )?([a-z-]+)/g)].map((match) => match[1] ?? "");
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("links to files that are there", () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1] ?? "");
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) expect(() => readFileSync(join(projectRoot, link))).not.toThrow(/ENOENT/);
  });
});
