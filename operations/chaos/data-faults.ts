import { setTimeout as pause } from "node:timers/promises";
import { getConfig } from "../../components/connect/client";
import { snapshotSignal } from "../../components/connect/snapshot-signal";
import { sendMessage } from "../../components/kafka/messages";
import { poll } from "../../components/rest";
import { request } from "../../components/search/client";
import { run } from "../../toolchain/lib/process";
import type { Environment, Shard } from "../environment";
import { eventually } from "../eventually";
import { Session } from "../mysql-session";
import { kill, start, stop } from "./engine";
import { ROWS } from "./changes";
import { shardOf, type Fault } from "./fault";

const rotation: Fault = {
  name: "binlog-rotation",
  what: "a shard's binlog rotated five times, its MySQL restarted, rotated again",
  break: async (scene) => {
    const { container } = shardOf(scene);
    const flush = (times: number) => asRoot(container, "FLUSH BINARY LOGS;".repeat(times));
    await flush(5);
    await stop(container);
    await start(container);
    await eventually(`MySQL of ${container} to answer`, Date.now() + 120_000, () => flush(2));
    return container;
  },
};

const batch: Fault = {
  name: "kill-connect-in-batch",
  what: "`kill -9` of connect while it reads a transaction of 20,000 rows",
  break: async (scene) => {
    const shard = shardOf(scene);
    const prefix = `${ROWS}${Date.now().toString(36)}-b`;
    await asApplication(
      shard,
      "SET SESSION cte_max_recursion_depth = 20000; INSERT INTO products.products (sku, name, price, updated_at) " +
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) " +
        `SELECT CONCAT('${prefix}', i), 'batch', 1, NOW(6) FROM n;`,
    );
    await pause(scene.random.between(0, 1500));
    await kill([scene.environment.containers.connect]);
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
    await kill([scene.environment.containers.connect]);
    return name;
  },
};

const flood: Fault = {
  name: "flood-stage",
  what: "the search engine's disk at its flood stage, for 5 s after it has blocked the indexes for writing",
  break: async ({ environment }) => {
    // Free space that no disk has.
    await watermarks(environment, "1000000tb", "10s");
    await awaitBlocked(environment).finally(() => watermarks(environment, null, null));
    return "search";
  },
};

const sameKeys: Fault = {
  name: "same-keys",
  what: "1,000 rows with the same keys in two shards, changed in one and deleted in the other; `kill -9` of the search engine meanwhile",
  break: async (scene) => {
    const [one, other] = scene.environment.shards;
    if (!one || !other) throw new Error("it needs two shards");
    // Below all others: the load inserts at the other end, and waits for no lock.
    const first = -1_000_000_000 + scene.random.between(0, 100_000_000);
    const ours = `id BETWEEN ${first} AND ${first + 999}`;
    const insert = (shard: Shard) =>
      "INSERT INTO products.products (id, sku, name, price, updated_at) " +
      "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999) " +
      `SELECT ${first} + i, CONCAT('${ROWS}${-first}-', i), '${shard.name}', i, NOW(6) FROM n;`;
    await asApplication(one, insert(one));
    await asApplication(other, insert(other));
    await kill([scene.environment.containers.search]);
    await asApplication(one, `UPDATE products.products SET name = 'changed' WHERE ${ours} AND id % 3 = 0;`);
    await asApplication(other, `DELETE FROM products.products WHERE ${ours} AND id % 2 = 0;`);
    return `${one.name} and ${other.name}`;
  },
};

async function asApplication({ container }: Shard, sql: string): Promise<void> {
  const session = new Session(container);
  await session.run(sql, 60_000).finally(() => session.close());
}

async function awaitBlocked({ urls, shards }: Environment): Promise<void> {
  const indexes = shards.flatMap(({ tables }) => tables.map(({ index }) => index));
  const path = `/${indexes.join()}/_settings/index.blocks.read_only_allow_delete?flat_settings=true`;
  await poll({
    what: "the search engine to block the indexes",
    deadline: Date.now() + 60_000,
    attempt: async () => {
      const call = { method: "GET" as const, path };
      const found = (await request(urls.search, call, "read the blocks", Date.now() + 30_000)) as object;
      const blocked = indexes.filter((index) => JSON.stringify(found).includes(`"${index}":{"settings":{"`));
      return blocked.length === indexes.length ? true : undefined;
    },
  });
  await pause(5_000);
}

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

/** Runs SQL as root and gives the rows as lines of tab-separated texts. */
export async function asRoot(container: string, sql: string): Promise<string> {
  const script = `MYSQL_PWD=$(cat $MYSQL_ROOT_PASSWORD_FILE) mysql --user=root --batch --skip-column-names --execute="${sql}"`;
  const { stdout } = await run("docker", ["exec", container, "sh", "-c", script], { timeout: 60_000 });
  return stdout.trim();
}

/** Faults of what the services hold. */
export const DATA_FAULTS: readonly Fault[] = [rotation, batch, snapshot, flood, sameKeys];
