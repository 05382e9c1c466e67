import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../toolchain/lib/paths";
import { COLUMN_NAMES, READER } from "../lib/database";
import type { RunningBench } from "../lib/stack";
import { Supervised } from "../lib/supervised";
import type { Program, Task } from "./rival";

const REDIS_PORT = 12_379;

/**
 * pgsync (https://pgsync.com) with a process for each shard. MySQL it can only poll; it does so as often as it does by default, every
 * 0.1 s. It keeps its position in Redis.
 */
export function pgsync(bench: RunningBench, python: string, redisServer: string): Program {
  const folder = join(cacheFolder(), "bench", "pgsync", bench.stack.name);
  const service = redis(folder, redisServer);
  return {
    name: "pgsync",
    service,
    process: (task) => {
      const file = writeSchema(folder, task);
      const args = ["-m", "pgsync.sync", "--config", file, "--polling"];
      const env = { ...process.env, ...environment(task, bench.environment.urls.search) };
      return new Supervised(join(python, "python"), args, join(folder, `${task.index}.log`), {
        cwd: folder,
        env,
      });
    },
    // Redis keeps nothing on disk, and ends with each run: the first pass of a start reads the table anyway.
    forget: (task) => {
      rmSync(join(folder, `${task.index}.log`), { force: true });
    },
  };
}

function redis(folder: string, command: string): Supervised {
  const args = ["--port", String(REDIS_PORT), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  return new Supervised(command, args, join(folder, "redis.log"));
}

function writeSchema(folder: string, { database, index }: Task): string {
  const file = join(folder, `${index}.json`);
  mkdirSync(folder, { recursive: true });
  // Without a list it asks MySQL for columns that only PostgreSQL has.
  const nodes = { table: "products", schema: database, columns: COLUMN_NAMES };
  writeFileSync(file, JSON.stringify([{ database, index, nodes }]));
  return file;
}

function environment({ shard, database }: Task, search: string): Record<string, string> {
  return {
    ...{ PG_DRIVER: "pymysql", PG_HOST: "127.0.0.1", PG_PORT: String(shard.port), USE_UTF8MB4: "True" },
    ...{ PG_USER: READER.user, PG_PASSWORD: READER.password, MYSQL_DATABASE: database },
    ...{ OPENSEARCH: "True", ELASTICSEARCH: "False", ELASTICSEARCH_URL: search },
    ...{ REDIS_HOST: "127.0.0.1", REDIS_PORT: String(REDIS_PORT), REDIS_CHECKPOINT: "True" },
  };
}
