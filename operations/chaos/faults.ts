import { setTimeout as pause } from "node:timers/promises";
import { getConfig } from "../../components/connect/client";
import { snapshotSignal } from "../../components/connect/snapshot-signal";
import { sendMessage } from "../../components/kafka/messages";
import { request } from "../../components/search/client";
import { run } from "../../toolchain/lib/process";
import type { Environment, Shard } from "../environment";
import { cut, freeze, kill, start, stop } from "./engine";
import type { Random } from "./random";
import { Session } from "./session";

/** What a fault is done to. */
export interface Scene {
  readonly environment: Environment;
  /** Containers by what they are: `connect`, `kafka`, `search`; the shards' are in the environment. */
  readonly container: (service: string) => string;
  readonly random: Random;
}

/** One way to break an environment. It ends when nothing is done any more; what follows is recovery. */
export interface Fault {
  readonly name: string;
  /** A sentence for the report. */
  readonly what: string;
  /** @returns what was broken this time. */
  readonly break: (scene: Scene) => Promise<string>;
}

const SERVICES = ["connect", "kafka", "search"] as const;
/** What speaks with what. */
const PAIRS = [
  ["mysql", "connect"],
  ["connect", "kafka"],
  ["kafka", "search"],
] as const;

const shardOf = ({ environment, random }: Scene): Shard => random.pick(environment.shards);

function containerOf(scene: Scene, service: string): string {
  return service === "mysql" ? shardOf(scene).container : scene.container(service);
}

const everything = ({ environment, container }: Scene): string[] => [
  ...environment.shards.map((shard) => shard.container),
  ...SERVICES.map(container),
];

function killing(service: string): Fault {
  return {
    name: `kill-${service}`,
    what: `\`kill -9\` of ${service === "mysql" ? "a shard's MySQL" : service}`,
    break: async (scene) => {
      const container = containerOf(scene, service);
      await kill([container]);
      return container;
    },
  };
}

function stopping(service: string): Fault {
  return {
    name: `stop-${service}`,
    what: `\`docker stop\` of ${service === "mysql" ? "a shard's MySQL" : service}, and start some seconds later`,
    break: async (scene) => {
      const container = containerOf(scene, service);
      await stop(container);
      await pause(scene.random.between(1, 5) * 1000);
      await start(container);
      return container;
    },
  };
}

function freezing(service: string): Fault {
  return {
    name: `freeze-${service}`,
    what: `\`docker pause\` of ${service === "mysql" ? "a shard's MySQL" : service} for 3 to 20 s`,
    break: async (scene) => {
      const container = containerOf(scene, service);
      const seconds = scene.random.between(3, 20);
      await freeze(container, seconds * 1000);
      return `${container}, ${seconds} s`;
    },
  };
}

function cutting([one, other]: readonly [string, string]): Fault {
  return {
    name: `cut-${one}-${other}`,
    what: `no packet between ${one === "mysql" ? "a shard's MySQL" : one} and ${other} for 3 to 20 s`,
    break: async (scene) => {
      const [a, b] = [containerOf(scene, one), containerOf(scene, other)];
      const seconds = scene.random.between(3, 20);
      await cut(a, b, seconds * 1000);
      return `${a} and ${b}, ${seconds} s`;
    },
  };
}

const powerCut: Fault = {
  name: "power-cut",
  what: "`kill -9` of all containers at the same time",
  break: async (scene) => {
    const all = everything(scene);
    await kill(all);
    return `${all.length} containers`;
  },
};

const rotation: Fault = {
  name: "binlog-rotation",
  what: "a shard's binlog rotated five times, its MySQL restarted, rotated again",
  break: async (scene) => {
    const { container } = shardOf(scene);
    const flush = (times: number) => asRoot(container, "FLUSH BINARY LOGS;".repeat(times));
    await flush(5);
    await stop(container);
    await start(container);
    await retrying(() => flush(2));
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

async function retrying(work: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(500);
    }
  }
}

/** All faults that an environment gets over without anybody's help. */
export const FAULTS: readonly Fault[] = [
  ...["mysql", ...SERVICES].flatMap((service) => [killing(service), stopping(service), freezing(service)]),
  ...PAIRS.map(cutting),
  powerCut,
  rotation,
  batch,
  snapshot,
  flood,
];
