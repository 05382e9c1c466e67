import { setTimeout as pause } from "node:timers/promises";
import { getConfig } from "../../components/connect/client";
import { snapshotSignal } from "../../components/connect/snapshot-signal";
import { sendMessage } from "../../components/kafka/messages";
import { poll, retry } from "../../components/rest";
import { request } from "../../components/search/client";
import { run } from "../../toolchain/lib/process";
import type { Environment } from "../environment";
import { kill, start, stop } from "./engine";
import { shardOf, type Fault } from "./fault";
import { Session } from "./session";

const rotation: Fault = {
  name: "binlog-rotation",
  what: "a shard's binlog rotated five times, its MySQL restarted, rotated again",
  break: async (scene) => {
    const { container } = shardOf(scene);
    const flush = (times: number) => asRoot(container, "FLUSH BINARY LOGS;".repeat(times));
    await flush(5);
    await stop(container);
    await start(container);
    await poll({
      what: `MySQL of ${container} to answer`,
      deadline: Date.now() + 120_000,
      attempt: async () => {
        await flush(2).catch((error: unknown) => {
          throw retry((error as Error).message);
        });
        return true;
      },
    });
    return container;
  },
};

const batch: Fault = {
  name: "kill-connect-in-batch",
  what: "`kill -9` of connect while it reads a transaction of 20,000 rows",
  break: async (scene) => {
    const shard = shardOf(scene);
    const session = new Session(shard.container);
    const prefix = `B${Date.now().toString(36)}`;
    await session.run(
      "SET SESSION cte_max_recursion_depth = 20000; INSERT INTO products.products (sku, name, price, updated_at) " +
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) " +
        `SELECT CONCAT('${prefix}-', i), 'batch', 1, NOW(6) FROM n;`,
      60_000,
    );
    await session.close();
    await pause(scene.random.between(0, 1500));
    await kill([scene.container("connect")]);
    return shard.name;
  },
};

const snapshot: Fault = {
  name: "kill-connect-in-snapshot",
  what: "`kill -9` of connect while a shard's table is read again beside its stream",
  break: async (scene) => {
    const { connector, name, tables } = shardOf(scene);
    const { connect, kafka } = scene.environment.urls;
    const config = await getConfig(connect, connector, Date.now() + 30_000);
    const value = snapshotSignal(
      crypto.randomUUID(),
      tables.map(({ table }) => table),
    );
    const key = config?.["topic.prefix"] ?? "";
    await sendMessage(kafka, config?.["signal.kafka.topic"] ?? "", { key, value });
    await pause(scene.random.between(0, 12_000));
    await kill([scene.container("connect")]);
    return name;
  },
};

const flood: Fault = {
  name: "flood-stage",
  what: "the search engine's disk at its flood stage for 15 s: it blocks every index for writing",
  break: async ({ environment }) => {
    // Free space that no disk has.
    await watermarks(environment, "1000000tb", "10s");
    await pause(15_000);
    await watermarks(environment, null, null);
    return "search";
  },
};

async function watermarks(
  { urls }: Environment,
  free: string | null,
  interval: string | null,
): Promise<void> {
  const stages = ["low", "high", "flood_stage"].map((stage) => [
    `cluster.routing.allocation.disk.watermark.${stage}`,
    free,
  ]);
  const transient = Object.fromEntries([...stages, ["cluster.info.update.interval", interval]]) as object;
  const call = { method: "PUT" as const, path: "/_cluster/settings", body: { transient } };
  await request(urls.search, call, "set the disk's watermarks", Date.now() + 30_000);
}

async function asRoot(container: string, sql: string): Promise<void> {
  const script = `MYSQL_PWD=$(cat $MYSQL_ROOT_PASSWORD_FILE) mysql --user=root --execute="${sql}"`;
  await run("docker", ["exec", container, "sh", "-c", script], { timeout: 60_000 });
}

/** Faults of what the services hold. */
export const DATA_FAULTS: readonly Fault[] = [rotation, batch, snapshot, flood];
