import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { deleteTopic, ensureTopic } from "../components/kafka/client";
import { sendMessage } from "../components/kafka/messages";
import { purgeBinlogs } from "../operations/chaos/losses";
import { docker, eventually } from "./support/run";
import type { TestStack } from "./support/stack";
import { recordsOf, reportOf, upWithWatcher } from "./support/watcher";

/** What no restart cures, and `npm run recover`. On a stack of two shards, which is as declared; its first shard loses rows. */
export function describeRecover(stack: TestStack): void {
  describe("what no restart cures", () => {
    const container = (part: string) => `shardview-${stack.name}-${part}`;
    const topic = "shard0.products.products";
    const kafka = `localhost:${stack.ports.kafkaPort}`;

    beforeAll(async () => {
      await upWithWatcher(stack);
    });

    /** Ids and names of the rows, and of the documents, in the same form. */
    async function rowsAndDocuments(): Promise<{ rows: string[]; documents: string[] }> {
      const rows = await stack.sql("shard0", "SELECT id, name FROM products.products");
      const { hits } = await stack.search("products", { size: 10_000 });
      const documents = hits
        .filter(({ _index }) => _index.startsWith(topic))
        .map(({ _source }) => _source as { id: number; name: string });
      return {
        rows: rows.split("\n").sort(),
        documents: documents.map(({ id, name }) => `${id}\t${name}`).sort(),
      };
    }

    describe("the watcher", () => {
      it("tells that a binlog is purged which was not read yet, with the command, and does not hammer", async () => {
        const restarts = async () =>
          (await recordsOf(stack)).filter((record) => record.startsWith("restarted:"));
        const before = await restarts();
        await docker(["stop", "--time", "60", container("connect")]);
        await stack.sql("shard0", "DELETE FROM products.products WHERE id <= 3");
        await purgeBinlogs(container(`mysql-${stack.shard(0).hostPort}`));
        await docker(["start", container("connect")]);
        await eventually("the finding", async () => {
          const { findings } = await reportOf(stack);
          const [{ cause, ...finding } = { cause: "" }, ...others] = findings;
          expect(cause).toMatch(
            /^MySQL has purged changes that the connector has not read yet \(.*no longer available on the server/,
          );
          expect(finding).toMatchObject({
            ...{ shard: "shard0", subject: "connector 'inventory-connector-0'", state: "needs a person" },
            remedy: "npm run recover -- shard0",
          });
          expect(others).toEqual([]);
        });
        expect(await restarts()).toEqual(before);
      });
    });

    describe("npm run recover", () => {
      it("does nothing unless it is confirmed, nor to a shard whose connector is stopped", async () => {
        const [unconfirmed, stopped] = await Promise.all([
          stack.npm("recover", ["shard0"]),
          stack.npm("recover", ["shard1", "--yes"]),
        ]);
        expect(unconfirmed.output).toContain("MySQL has purged changes that the connector has not read yet");
        expect(unconfirmed.output).toContain("nobody can be asked here whether it is meant");
        expect(stopped.output).toContain("the connector of shard1 is stopped, as the stack file asks");
        expect([unconfirmed.code, stopped.code]).toEqual([1, 1]);
      });

      it("brings every row back, the deletes of the gap too, while searches go on, whatever else is lost", async () => {
        const config = { "cleanup.policy": "compact" };
        await deleteTopic(kafka, topic);
        await deleteTopic(kafka, "schemahistory.shard0");
        await ensureTopic(kafka, topic, { partitions: 1, config });
        const [left, others] = [await stack.rows("shard0"), await stack.rows("shard1")];
        const counts = new Set<number>();
        const over = new AbortController();
        const searches = (async () => {
          while (!over.signal.aborted) {
            counts.add(await stack.count("products"));
            await pause(50);
          }
        })();
        const { code, output } = await stack.npm("recover", ["shard0", "--yes"]);
        over.abort();
        await searches;
        expect(code, output).toBe(0);
        expect(output).toContain(
          `shard0 is recovered: products.products has ${left} rows, and its index ${left} documents`,
        );
        expect([...counts].filter((count) => count < left + others)).toEqual([]);
        const { rows, documents } = await rowsAndDocuments();
        expect(documents).toEqual(rows);
        await eventually("health", async () => {
          expect((await reportOf(stack)).findings).toEqual([]);
        });
        await stack.succeed("preview", "--refresh", "--expect-no-changes");
      });

      it("names a message that an index cannot take, with the entry that leaves it out, and changes nothing", async () => {
        await sendMessage(kafka, topic, { key: "{}", value: '{"id": 900102, "stock": "none"}' });
        await eventually("the finding", async () => {
          expect((await reportOf(stack)).findings.map(({ subject, remedy }) => [subject, remedy])).toEqual([
            [`index '${topic}'`, "npm run recover -- shard0"],
          ]);
        });
        const { code, output } = await stack.npm("recover", ["shard0", "--yes"]);
        expect(output).toMatch(
          /failed to parse field \[stock\] of type \[integer\] in document with id '900102'/,
        );
        expect(output).toMatch(
          /add \{"topic":"shard0.products.products","partition":0,"offset":\d+\} to shardview:skip in the stack file/,
        );
        expect(code).toBe(1);
      });
    });
  });
}
