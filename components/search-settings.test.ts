import { describe, expect, it } from "vitest";
import { searchEnvironment } from "./search-settings";

describe("searchEnvironment", () => {
  it("makes one node whose heap is half of its memory", () => {
    expect(searchEnvironment({ container: "shardview-dev-search", memory: 1281 })).toEqual({
      "cluster.name": "shardview-dev-search",
      "node.name": "search",
      "discovery.type": "single-node",
      DISABLE_SECURITY_PLUGIN: "true",
      DISABLE_INSTALL_DEMO_CONFIG: "true",
      OPENSEARCH_JAVA_OPTS: "-Xms640m -Xmx640m",
    });
  });
});
