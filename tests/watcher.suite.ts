import axios from "axios";
import { beforeAll, describe, expect, it } from "vitest";
import { loseThePosition } from "./support/lost-position";
import { docker, eventually } from "./support/run";
import type { TestStack } from "./support/stack";
import { recordsOf, reportOf, upWithWatcher } from "./support/watcher";

/** What the watcher heals by itself. On a stack of two shards, which is as declared. */
export function describeWatcher(stack: TestStack): void {
  describe("the watcher", () => {
    const watcher = `shardview-${stack.name}-watcher`;
    const index = `${stack.searchUrl}/shard0.products.products-000001`;
    const connector = `${stack.connectUrl}/connectors/inventory-connector-0`;

    beforeAll(async () => {
      await upWithWatcher(stack);
    });

    it("has a snapshot begin anew that ended before its first row", async () => {
      await loseThePosition(connector);
      await eventually("health", async () => {
        expect((await reportOf(stack)).records).toMatchObject([
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
      const pid = await docker(["inspect", "--format", "{{.State.Pid}}", watcher]);
      process.kill(Number(pid), "SIGKILL");
      await eventually("another watcher", async () => {
        expect(await docker(["inspect", "--format", "{{.RestartCount}}", watcher])).toBe("1");
        expect(await reportOf(stack)).toMatchObject({ stack: stack.name, well: true, findings: [] });
      });
    });

    it("restarts a task that FAILED, and resumes a poller that was paused, without a human", async () => {
      const grants = "REPLICATION SLAVE, REPLICATION CLIENT ON *.*";
      await stack.sql("shard0", `REVOKE ${grants} FROM debezium`);
      await axios.post(`${connector}/restart?includeTasks=true`, {});
      await axios.post(`${index}/ingestion/_pause`, {});
      await eventually("a restart", async () => {
        expect(await recordsOf(stack)).toEqual(["restarted: connector 'inventory-connector-0'"]);
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
        expect((await reportOf(stack)).findings).toEqual([]);
      });
      expect((await recordsOf(stack)).sort()).toEqual([
        "restarted: connector 'inventory-connector-0'",
        "restarted: connector 'inventory-connector-0'",
        "resumed: index 'shard0.products.products'",
        "well again: connector 'inventory-connector-0'",
        "well again: index 'shard0.products.products'",
      ]);
    });

    it("leaves alone what the stack file stops", async () => {
      const status = `${stack.connectUrl}/connectors/inventory-connector-1/status`;
      const { data } = await axios.get<{ connector: { state: string } }>(status);
      expect(data.connector.state).toBe("STOPPED");
      expect((await reportOf(stack)).records.filter(({ shard }) => shard === "shard1")).toEqual([]);
    });
  });
}
