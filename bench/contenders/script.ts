import { rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, projectRoot } from "../../toolchain/lib/paths";
import { READER } from "../lib/database";
import type { RunningBench } from "../lib/stack";
import { Supervised } from "../lib/supervised";
import type { Program, Task } from "./rival";

const SCRIPT = join(projectRoot, "bench", "rivals", "script", "script.py");

/** The script that a team would write: a process for each shard, so that it has all processors. */
export function script(bench: RunningBench, python: string): Program {
  const folder = join(cacheFolder(), "bench", "script", bench.stack.name);
  const position = ({ index }: Task): string => join(folder, `${index}.position`);
  return {
    name: "script",
    process: (task) => {
      const mysql = {
        host: "127.0.0.1",
        port: task.shard.port,
        user: READER.user,
        password: READER.password,
      };
      const serverId = 8001 + task.position;
      const settings = [mysql, task.database, task.index, position(task), serverId];
      const args = [
        SCRIPT,
        ...[...settings, bench.environment.urls.search].map((one) => JSON.stringify(one)),
      ];
      return new Supervised(join(python, "python"), args, join(folder, `${task.index}.log`));
    },
    forget: (task) => {
      rmSync(position(task), { force: true });
    },
  };
}
