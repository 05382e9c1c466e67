import axios from "axios";
import { describe, expect, it } from "vitest";
import { docker, eventually } from "./support/run";
import { firstIndex } from "./support/running-stack";
import type { TestStack } from "./support/stack";

const SHARDS = ["shard0", "shard1", "shard2"];

/** What `npm start` leaves behind, on a new stack of three shards. */
export function describeStart(stack: TestStack): void {
  describe("npm start", () => {
    it("ends with every connector and task RUNNING", async () => {
      const { data } = await axios.get<
        Record<string, { status: { connector: { state: string }; tasks: { state: string }[] } }>
      >(`${stack.connectUrl}/connectors?expand=status`);
      const states = Object.entries(data).map(([name, { status }]) => [
        name,
        status.connector.state,
        ...status.tasks.map((t) => t.state),
      ]);
      expect(states.sort()).toEqual([
        ["inventory-connector-0", "RUNNING", "RUNNING"],
        ["inventory-connector-1", "RUNNING", "RUNNING"],
        ["inventory-connector-2", "RUNNING", "RUNNING"],
      ]);
    });

    it("ends with every row of every shard searchable, different rows in each", async () => {
      for (const shard of SHARDS) {
        const rows = await stack.rows(shard);
        expect(rows).toBeGreaterThan(1000);
        expect(await stack.count(firstIndex(shard))).toBe(rows);
      }
      const skus = await Promise.all(
        SHARDS.map((shard) => stack.sql(shard, "SELECT sku, name FROM products.products WHERE id = 1")),
      );
      expect(new Set(skus).size).toBe(3);
    });

    it("shows the topics with the document's own command", async () => {
      expect(await stack.topics()).toEqual(
        expect.arrayContaining(
          SHARDS.flatMap((shard) => [`${shard}.products.products`, `schemahistory.${shard}`]),
        ),
      );
    });

    it("publishes every port on 127.0.0.1 only", async () => {
      const ids = Object.values(await stack.containers());
      const bindings = await docker(["inspect", "--format", "{{json .NetworkSettings.Ports}}", ...ids]);
      const hosts = [...bindings.matchAll(/"HostIp":"([^"]*)"/g)].map((match) => match[1]);
      expect(hosts).toHaveLength(6);
      expect(new Set(hosts)).toEqual(new Set(["127.0.0.1"]));
    });

    it("runs every process as a user other than root, and every health test passes", async () => {
      for (const name of Object.keys(await stack.containers())) {
        const user = await docker([
          "exec",
          name,
          "sh",
          "-c",
          "cat /proc/1/status | sed -n 's/^Uid:\\t\\([0-9]*\\).*/\\1/p'",
        ]);
        expect(user, name).not.toBe("0");
        await eventually(`${name} to be healthy`, async () => {
          expect(await docker(["inspect", "--format", "{{.State.Health.Status}}", name])).toBe("healthy");
        });
      }
    });
  });

  describe("the shards", () => {
    it("have ROW binlog in files of 16 MB, GTIDs, ids of their own and the connectors' time zone", async () => {
      const variables =
        "@@binlog_format, @@binlog_row_image, @@max_binlog_size, @@gtid_mode, @@character_set_server, @@time_zone";
      for (const shard of SHARDS) {
        expect(await stack.sql(shard, `SELECT ${variables}`)).toBe(
          "ROW\tFULL\t16777216\tON\tutf8mb4\tAsia/Seoul",
        );
      }
      for (const own of ["@@server_id", "@@server_uuid"]) {
        const values = await Promise.all(SHARDS.map((shard) => stack.sql(shard, `SELECT ${own}`)));
        expect(new Set(values).size, own).toBe(3);
      }
    });

    it("executed only transactions of their own", async () => {
      for (const shard of SHARDS) {
        const [uuid, executed] = (await stack.sql(shard, "SELECT @@server_uuid, @@gtid_executed")).split(
          "\t",
        );
        expect(executed).toMatch(new RegExp(`^${uuid}:[0-9-]+$`));
      }
    });

    it("know the wall clock of the configured zone", async () => {
      expect(await stack.sql("shard0", "SELECT TIMEDIFF(NOW(), UTC_TIMESTAMP())")).toBe("09:00:00");
    });
  });
}
