import { describe, expect, it } from "vitest";
import { scriptedServer } from "../../components/testing/http-server";
import { readDocuments, readIds } from "./documents";
import { shapeOf } from "./table-shape";

const shape = shapeOf("a.b", [
  { name: "id", type: "bigint", key: 1 },
  { name: "price", type: "decimal(5,2)" },
  { name: "bytes", type: "bit(4)" },
]);
const SEARCH = "POST /shard0.a.b-000001/_search";

describe("readDocuments", () => {
  it("asks for ids and gives what the documents hold, whole numbers to the last digit", async () => {
    const body = `{"hits":{"hits":[{"_id":"9007199254740993","_source":{"id":9007199254740993,"price":"1.50","other":1}}]}}`;
    const { url, requests } = await scriptedServer({ [SEARCH]: { status: 200, body } });
    const ids = ["9007199254740993", "2"];
    expect([...(await readDocuments({ url, index: "shard0.a.b-000001" }, shape, ids))]).toEqual([
      ["9007199254740993", ["9007199254740993", "1.50", null]],
    ]);
    expect(requests[0]?.body).toEqual({
      size: 2000,
      track_total_hits: false,
      query: { ids: { values: ids } },
    });
  });

  it("gives a value of another type as a text that no row has", async () => {
    const body = { hits: { hits: [{ _id: "1", _source: { id: 1, price: "1.50", bytes: { a: 1 } } }] } };
    const { url } = await scriptedServer({ [SEARCH]: { status: 200, body } });
    const found = await readDocuments({ url, index: "shard0.a.b-000001" }, shape, ["1"]);
    expect(found.get("1")?.[2]).toBe('{"a":1}');
  });

  it("asks again while the engine takes no more", async () => {
    const full = { status: 429, body: { error: { reason: "[parent] Data too large" } } };
    const found = { status: 200, body: { hits: { hits: [{ _id: "1", _source: { id: 1 } }] } } };
    const { url, requests } = await scriptedServer({ [SEARCH]: [full, full, found] });
    const documents = await readDocuments({ url, index: "shard0.a.b-000001" }, shape, ["1"]);
    expect([...documents]).toEqual([["1", ["1", null, null]]]);
    expect(requests).toHaveLength(3);
  });

  it("fails with the engine's own words", async () => {
    const body = { error: { reason: "no such index [shard0.a.b-000001]" } };
    const { url } = await scriptedServer({ [SEARCH]: { status: 404, body } });
    await expect(readDocuments({ url, index: "shard0.a.b-000001" }, shape, ["1"])).rejects.toThrow(
      new Error("cannot search index 'shard0.a.b-000001': 404 no such index [shard0.a.b-000001]"),
    );
  });
});

describe("readIds", () => {
  it("walks all pages and lets the engine forget the walk", async () => {
    const page = (...ids: string[]) => ({
      status: 200,
      body: { _scroll_id: "s", hits: { hits: ids.map((_id) => ({ _id })) } },
    });
    const server = await scriptedServer({
      [`${SEARCH}?scroll=5m`]: page("1", "2"),
      "POST /_search/scroll": [page("3"), page()],
      "DELETE /_search/scroll": { status: 200 },
    });
    const pages: string[][] = [];
    for await (const ids of readIds({ url: server.url, index: "shard0.a.b-000001" })) pages.push(ids);
    expect(pages).toEqual([["1", "2"], ["3"]]);
    expect(server.lines().at(-1)).toBe("DELETE /_search/scroll");
  });
});
