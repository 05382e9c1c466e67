import { describe, expect, it, onTestFinished } from "vitest";
import { scriptedServer } from "../../components/testing/http-server";
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
  const answer = (...skus: string[]) => ({
    _shards: { failed: 0 },
    hits: { hits: skus.map((sku) => ({ fields: { sku: [sku] } })) },
  });

  it("sees what has come and what has gone, and gives what is still missing", async () => {
    const reply = { status: 200, body: answer("came", "stays") };
    const { url } = await scriptedServer({ "POST /products/_search": reply });
    const prober = new Prober(url, "products", 1);
    onTestFinished(() => prober.stop());
    const committed = performance.now();
    prober.expect({ kind: "insert", sku: "came", gone: false, committed });
    prober.expect({ kind: "delete", sku: "went", gone: true, committed });
    prober.expect({ kind: "delete", sku: "stays", gone: true, committed });
    expect(await prober.allSeen(500)).toBe(1);
    reply.body = answer("came");
    expect(await prober.allSeen(10_000)).toBe(0);
    expect(prober.samples.map(({ kind }) => kind)).toEqual(["insert", "delete", "delete"]);
  });
});
