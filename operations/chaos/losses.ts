import { setTimeout as pause } from "node:timers/promises";
import { poll, send } from "../../components/rest";
import { deleteTopic, describeTopic, ensureTopic } from "../../components/kafka/client";
import { recoverCommand } from "../../components/watcher/conditions";
import { asRoot } from "./data-faults";
import { start, stop } from "./engine";
import { shardOf, type Fault } from "./fault";

/**
 * Purges all binlogs of a shard but the one that is written. MySQL passes over what somebody reads, with a mere warning, and
 * takes note of a reader that has gone only when it next sends to it, so once may not be enough.
 * https://dev.mysql.com/doc/refman/9.7/en/purge-binary-logs.html
 */
export async function purgeBinlogs(container: string): Promise<void> {
  const sql = "FLUSH BINARY LOGS; PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY; SHOW BINARY LOGS;";
  await poll({
    what: `MySQL of ${container} to purge its binlogs`,
    deadline: Date.now() + 60_000,
    attempt: async () => ((await asRoot(container, sql)).split("\n").length === 1 ? true : undefined),
  });
}

const purged: Fault = {
  name: "purge-binlog",
  what: "a shard's binlog purged past the position of its connector, which was down meanwhile",
  break: async (scene) => {
    const { container, name } = shardOf(scene);
    const { connect } = scene.environment.containers;
    await stop(connect);
    await pause(scene.random.between(1, 4) * 1000);
    await purgeBinlogs(container);
    await start(connect);
    return name;
  },
  cure: recoverCommand,
};

const history: Fault = {
  name: "lose-history",
  what: "a shard's schema history topic deleted",
  break: async (scene) => {
    const { name } = shardOf(scene);
    await deleteTopic(scene.environment.urls.kafka, `schemahistory.${name}`);
    return name;
  },
  cure: recoverCommand,
};

const remade: Fault = {
  name: "remake-topic",
  what: "a shard's data topic deleted and made again, while its index lives on",
  break: async (scene) => {
    const { name, tables } = shardOf(scene);
    const { kafka } = scene.environment.urls;
    const topic = tables.find(({ table }) => table === "products.products")?.topic ?? "";
    const found = await describeTopic(kafka, topic);
    if (!found) throw new Error(`there is no topic ${topic}`);
    await deleteTopic(kafka, topic);
    await ensureTopic(kafka, topic, found);
    return name;
  },
  cure: recoverCommand,
};

const deleted: Fault = {
  name: "delete-connector",
  what: "a shard's connector deleted by hand",
  break: async (scene) => {
    const { name, connector } = shardOf(scene);
    const url = `${scene.environment.urls.connect}/connectors/${connector}`;
    const { status } = await send({ method: "DELETE", url });
    if (status !== 204) throw new Error(`Connect did not delete ${connector}: ${status}`);
    return name;
  },
  cure: () => "npm run pulumi -- up --refresh",
};

/** Faults that no environment gets over by itself: it has to tell which command does. */
export const LOSSES: readonly Fault[] = [purged, history, remade, deleted];
