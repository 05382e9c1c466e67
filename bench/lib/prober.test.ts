import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Prober, searchEvery } from "./prober";

describe("searchEvery", () => {
  it("is the interval while all that is looked for is young", () => {
    expect(searchEvery(20, 0)).toBe(20);
    expect(searchEvery(20, 1000)).toBe(20);
  });

  it("is a fiftieth of the age of what is late", () => {
    expect(searchEvery(20, 5000)).toBe(100);
    expect(searchEvery(20, 20_000)).toBe(400);
  });
});

describe("Prober", () => {
  const searchable = new Set<string>();
  let server: Server;
  let prober: Prober;

  beforeEach(async () => {
    searchable.clear();
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { query } = JSON.parse(Buffer.concat(chunks).toString()) as { query: Query };
        const hits = query.terms.sku
          .filter((sku) => searchable.has(sku))
          .map((sku) => ({ fields: { sku: [sku] } }));
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ _shards: { failed: 0 }, hits: { hits } }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    prober = new Prober(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "products", 1);
  });

  afterEach(async () => {
    await prober.stop();
    server.close();
  });

  it("sees what has come and what has gone, and gives what is still missing", async () => {
    searchable.add("came").add("stays");
    const committed = performance.now();
    prober.expect({ kind: "insert", sku: "came", gone: false, committed });
    prober.expect({ kind: "delete", sku: "went", gone: true, committed });
    prober.expect({ kind: "delete", sku: "stays", gone: true, committed });
    expect(await prober.allSeen(500)).toBe(1);
    searchable.delete("stays");
    expect(await prober.allSeen(10_000)).toBe(0);
    expect(prober.samples.map(({ kind }) => kind)).toEqual(["insert", "delete", "delete"]);
  });
});

interface Query {
  terms: { sku: string[] };
}
