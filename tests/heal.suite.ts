import { setTimeout as pause } from "node:timers/promises";
import axios from "axios";
import { beforeAll, describe, expect, it } from "vitest";
import { deleteTopic, ensureTopic } from "../components/kafka/client";
import { sendMessage } from "../components/kafka/messages";
import type { Report } from "../components/watcher/round";
import { purgeBinlogs } from "../operations/chaos/losses";
import { loseThePosition } from "./support/lost-position";
import { docker, eventually } from "./support/run";
import type { TestStack } from "./support/stack";

/** The watcher, and `npm run recover`. On a stack of two shards, which is as declared; its first shard loses rows. */
export function describeHealing(stack: TestStack): void {
  describe("healing", () => {
    const container = (part: string) => `shardview-${stack.name}-${part}`;
    const index = `${stack.searchUrl}/shard0.products.products-000001`;
    const topic = "shard0.products.products";
    const kafka = `localhost:${stack.ports.kafkaPort}`;
    const connector = `${stack.connectUrl}/connectors/inventory-connector-0`;

    async function report(): Promise<Report> {
      return JSON.parse(await docker(["exec", container("watcher"), "cat", "/tmp/report.json"])) as Report;
    }

    /** Each thing that the watcher recorded: event and subject. */
    async function records(): Promise<string[]> {
      return (await report()).records.map(({ event, subject }) => `${event}: ${subject}`);
    }

    beforeAll(async () => {
      stack.settings = { watch: true, watchInterval: 1 };
      stack.shards = [stack.shard(0), { ...stack.shard(1), state: "stopped" }];
      stack.writeConfig();
      await stack.up();
    });

    describe("the watcher", () => {
      it("has a snapshot begin anew that ended before its first row", async () => {
        await loseThePosition(connector);
        await eventually("health", async () => {
          expect((await report()).records).toMatchObject([
            { event: "restarted", cause: expect.stringContaining("'file' parameter is missing") as string },
            { event: "well again" },
          ]);
        });
        await stack.sql("shard0", "UPDATE products.products SET name = 'read again' WHERE id = 4");
        await eventually("the change", async () => {
          const { hits } = await stack.search("products", { query: { ids: { values: ["4"] } } });
          expect(hits.map(({ _source }) => _source)).toContainEqual(
            expect.objectContaining({ name: "read again" }),
          );
        });
      });

      it("is there again when it was killed, and finds all well", async () => {
        const pid = await docker(["inspect", "--format", "{{.State.Pid}}", container("watcher")]);
        process.kill(Number(pid), "SIGKILL");
        await eventually("another watcher", async () => {
          expect(await docker(["inspect", "--format", "{{.RestartCount}}", container("watcher")])).toBe("1");
          expect(await report()).toMatchObject({ stack: stack.name, well: true, findings: [] });
        });
      });

      it("restarts a task that FAILED, and resumes a poller that was paused, without a human", async () => {
        const grants = "REPLICATION SLAVE, REPLICATION CLIENT ON *.*";
        await stack.sql("shard0", `REVOKE ${grants} FROM debezium`);
        await axios.post(`${connector}/restart?includeTasks=true`, {});
        await axios.post(`${index}/ingestion/_pause`, {});
        await eventually("a restart", async () => {
          expect(await records()).toEqual(["restarted: connector 'inventory-connector-0'"]);
        });
        await stack.sql("shard0", `GRANT ${grants} TO debezium`);
        const name = "written while all stood still";
        await stack.sql(
          "shard0",
          `INSERT INTO products.products VALUES (900101, 'H-1', '${name}', NULL, 1, 0, NULL, NOW(6))`,
        );
        await eventually("the row", async () => {
          const { hits } = await stack.search("products", { query: { ids: { values: ["900101"] } } });
          expect(hits.map(({ _source }) => _source)).toMatchObject([{ name }]);
        });
        await eventually("health", async () => {
          expect((await report()).findings).toEqual([]);
        });
        expect((await records()).sort()).toEqual([
          "restarted: connector 'inventory-connector-0'",
          "restarted: connector 'inventory-connector-0'",
          "resumed: index 'shard0.products.products'",
          "well again: connector 'inventory-connector-0'",
          "well again: index 'shard0.products.products'",
        ]);
      });

      it("tells that a binlog is purged which was not read yet, with the command, and does not hammer", async () => {
        const restarts = async () => (await records()).filter((record) => record.startsWith("restarted:"));
        const before = await restarts();
        await docker(["stop", "--time", "60", container("connect")]);
        await stack.sql("shard0", "DELETE FROM products.products WHERE id <= 3");
        await purgeBinlogs(container(`mysql-${stack.shard(0).hostPort}`));
        await docker(["start", container("connect")]);
        await eventually("the finding", async () => {
          const { findings } = await report();
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

      it("leaves alone what the stack file stops", async () => {
        const status = `${stack.connectUrl}/connectors/inventory-connector-1/status`;
        const { data } = await axios.get<{ connector: { state: string } }>(status);
        expect(data.connector.state).toBe("STOPPED");
        expect((await report()).records.filter(({ shard }) => shard === "shard1")).toEqual([]);
      });
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
          expect((await report()).findings).toEqual([]);
        });
        await stack.succeed("preview", "--refresh", "--expect-no-changes");
      });

      it("names a message that an index cannot take, with the entry that leaves it out, and changes nothing", async () => {
        await sendMessage(kafka, topic, { key: "{}", value: '{"id": 900102, "stock": "none"}' });
        await eventually("the finding", async () => {
          expect((await report()).findings.map(({ subject, remedy }) => [subject, remedy])).toEqual([
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
