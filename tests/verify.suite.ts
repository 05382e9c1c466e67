import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pauseIngestion, resumeIngestion } from "../components/search/ingestion-client";
import { sendMessages } from "../operations/kafka";
import type { TableResult } from "../operations/verify/table";
import type { TestStack } from "./support/stack";
import { Writer } from "./support/writer";

/** On a stack of one shard that captures `types.everything`, `types.texts` and `products.products`. */
export function describeVerify(stack: TestStack): void {
  const topic = "shard0.products.products";
  const index = `${topic}-000001`;
  let writer: Writer;

  /** Puts records into a topic that the connector did not write: nothing else changes what the index holds. */
  async function spoil(ofTable: string, ...values: string[]): Promise<void> {
    const messages = values.map((value) => ({ topic: `shard0.${ofTable}`, partition: 0, key: value, value }));
    await sendMessages(`localhost:${stack.ports.kafkaPort}`, messages);
  }

  /** `npm run verify -- --json <args>`, its results by table. */
  async function verify(...args: string[]): Promise<{ code: number; results: Record<string, TableResult> }> {
    const { code, stdout, output } = await stack.npm("verify", ["--json", ...args]);
    expect(stdout, output).not.toBe("");
    const results = JSON.parse(stdout) as TableResult[];
    return { code, results: Object.fromEntries(results.map((result) => [result.table, result])) };
  }

  describe("npm run verify", () => {
    beforeAll(async () => {
      writer = new Writer(stack, "shard0", "V");
      await writer.more(1);
    });

    afterAll(async () => {
      await writer.stop();
    });

    it("finds no difference while rows are written, in values of every type of MySQL", async () => {
      const { code, stdout } = await stack.npm("verify");
      expect(stdout).toMatch(
        /^shard +table +rows +documents +missing +stale +surplus +result\n(shard0 +[a-z.]+ +\d+ +\d+ +0 +0 +0 +equal\n){3}\n\d{4} rows compared, none differs\.\n$/,
      );
      expect(code).toBe(0);
    });

    it("tells missing, stale and surplus documents apart, with exit code 1", async () => {
      await spoil("types.everything", '{"id":1,"__deleted":"true"}', '{"id":2,"__deleted":"true"}');
      await spoil(
        "products.products",
        '{"id":5,"__deleted":"true"}',
        '{"id":7,"sku":"P-7","stock":-1,"__deleted":"false"}',
        '{"id":900001,"sku":"GHOST","__deleted":"false"}',
      );
      const { code, results } = await verify();
      expect(code).toBe(1);
      expect(results).toMatchObject({
        "types.texts": { differences: [] },
        "types.everything": {
          differences: [
            { id: "1", kind: "missing" },
            { id: "2", kind: "missing" },
          ],
        },
      });
      expect(new Set(results["products.products"]?.differences)).toEqual(
        new Set([
          { id: "5", kind: "missing" },
          { id: "7", kind: "stale", columns: expect.arrayContaining(["name", "stock"]) as unknown },
          { id: "900001", kind: "surplus" },
        ]),
      );
    });

    it("repairs them through the pipeline", async () => {
      const { code, results } = await verify("--repair");
      const repaired = Object.entries(results).map(([table, result]) => {
        expect(result.obstacle).toBeUndefined();
        expect(result).toMatchObject({ differences: [], unchecked: 0, leftOut: [] });
        return [table, result.repaired.map(({ id }) => id).sort()];
      });
      expect(Object.fromEntries(repaired)).toEqual({
        "types.everything": ["1", "2"],
        "types.texts": [],
        "products.products": ["5", "7", "900001"],
      });
      expect(code).toBe(0);
    });

    it("says what keeps rows from arriving, as `npm run status` does", async () => {
      const deadline = Date.now() + 60_000;
      await pauseIngestion(stack.searchUrl, index, deadline);
      await writer.more(1);
      const { code, results } = await verify("--table", "products.products");
      const result = results["products.products"];
      expect(code).toBe(1);
      expect(result?.differences).toContainEqual({ id: expect.any(String) as unknown, kind: "missing" });
      expect(result?.obstacle).toContain(`the poller of index '${index}' is paused: `);
      const ill = await stack.npm("status");
      expect(ill.stdout).toContain(
        "\n\nNOT WELL  shard0 products.products: the poller is paused. What to do: `npm run pulumi -- up --refresh`.\n",
      );
      expect(ill.code).toBe(1);
      await resumeIngestion(stack.searchUrl, index, deadline);
      const well = await stack.npm("status");
      expect(well.stdout).toMatch(
        /\nshard0 +up +binlog\.\d+:\d+ +inventory-connector-0: running +\d+ +products\.products +\d+ +polling +\d+ +\d+ +\d+ +20\S+Z\n/,
      );
      expect(well.stdout).toMatch(/\n\nAll is well\.\n$/);
      expect(well.code).toBe(0);
    });

    it("ends with exit code 2 when there is nothing to compare", async () => {
      const { code, output } = await stack.npm("verify", ["--shard", "shard7"]);
      expect(output).toContain(
        "cause:       no table of shard shard7 is captured\n  what to do:  choose of the shards shard0 and the tables types.everything, types.texts, products.products",
      );
      expect(code).toBe(2);
    });
  });
}
