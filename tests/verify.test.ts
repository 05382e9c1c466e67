import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pauseIngestion, resumeIngestion } from "../components/search/ingestion-client";
import { sendMessages } from "../operations/kafka";
import type { TableResult } from "../operations/verify/table";
import { EXTREMES } from "./support/extremes";
import { TestStack } from "./support/stack";
import { Writer } from "./support/writer";

const stack = new TestStack("test-verify", 21_000, 1);
const topic = "shard0.products.products";
const index = `${topic}-000001`;
let writer: Writer;

beforeAll(async () => {
  await stack.init();
  expect((await stack.npm("start")).output).toContain("Shardview is up");
  await stack.sql("shard0", `USE products; ${EXTREMES}`);
  writer = new Writer(stack, "shard0");
  await writer.more(1);
});

afterAll(async () => {
  await writer.stop();
  await stack.remove();
});

/** Puts records into the topic that the connector did not write: nothing else changes what the index holds. */
async function spoil(...values: string[]): Promise<void> {
  const messages = values.map((value) => ({ topic, partition: 0, key: value, value }));
  await sendMessages(`localhost:${stack.ports.kafkaPort}`, messages);
}

/** `npm run verify -- --json <args>`. */
async function verify(...args: string[]): Promise<{ code: number; result: TableResult }> {
  const { code, stdout, output } = await stack.npm("verify", ["--json", ...args]);
  expect(stdout, output).not.toBe("");
  const [result] = JSON.parse(stdout) as [TableResult];
  return { code, result };
}

describe("npm run verify", () => {
  it("finds no difference while rows are written, in values of every type of MySQL", async () => {
    const { code, stdout } = await stack.npm("verify");
    expect(stdout).toMatch(
      /^shard +table +rows +documents +missing +stale +surplus +result\nshard0 +products\.products +\d{4} +\d{4} +0 +0 +0 +equal\n\n\d{4} rows compared, none differs\.\n$/,
    );
    expect(code).toBe(0);
  });

  it("tells missing, stale and surplus documents apart, with exit code 1", async () => {
    await spoil(
      '{"id":5,"__deleted":"true"}',
      '{"id":800001,"__deleted":"true"}',
      '{"id":800002,"__deleted":"true"}',
      '{"id":7,"sku":"P-7","stock":-1,"__deleted":"false"}',
      '{"id":900001,"sku":"GHOST","__deleted":"false"}',
    );
    const { code, result } = await verify();
    expect(code).toBe(1);
    expect(result.obstacle).toBeUndefined();
    expect(new Set(result.differences)).toEqual(
      new Set([
        { id: "5", kind: "missing" },
        { id: "800001", kind: "missing" },
        { id: "800002", kind: "missing" },
        { id: "7", kind: "stale", columns: expect.arrayContaining(["name", "stock"]) as unknown },
        { id: "900001", kind: "surplus" },
      ]),
    );
  });

  it("repairs them through the pipeline", async () => {
    const { code, result } = await verify("--repair");
    expect(result.obstacle).toBeUndefined();
    expect(result).toMatchObject({ differences: [], unchecked: 0, leftOut: [] });
    expect(new Set(result.repaired.map(({ id }) => id))).toEqual(
      new Set(["5", "7", "800001", "800002", "900001"]),
    );
    expect(code).toBe(0);
  });

  it("says what keeps rows from arriving, as `npm run status` does", async () => {
    const deadline = Date.now() + 60_000;
    await pauseIngestion(stack.searchUrl, index, deadline);
    await writer.more(1);
    const { code, result } = await verify();
    expect(code).toBe(1);
    expect(result.differences).toContainEqual({ id: expect.any(String) as unknown, kind: "missing" });
    expect(result.obstacle).toContain(`the poller of index '${index}' is paused: `);
    const ill = await stack.npm("status");
    expect(ill.stdout).toContain(
      "\n\nNOT WELL  shard0 products.products: the poller is paused. What to do: `npm run pulumi -- up --refresh`.\n",
    );
    expect(ill.code).toBe(1);
    await resumeIngestion(stack.searchUrl, index, deadline);
    const well = await stack.npm("status");
    expect(well.stdout).toMatch(
      /\nshard0 +up +binlog\.\d+:\d+ +inventory-connector-0: running +\d+ +products\.products +\d+ +polling +\d+ +\d+ +\d+ +20\S+Z\n\nAll is well\.\n$/,
    );
    expect(well.code).toBe(0);
  });

  it("ends with exit code 2 when there is nothing to compare", async () => {
    const { code, output } = await stack.npm("verify", ["--shard", "shard7"]);
    expect(output).toContain(
      "cause:       no table of shard shard7 is captured\n  what to do:  choose of the shards shard0 and the tables products.products",
    );
    expect(code).toBe(2);
  });
});
