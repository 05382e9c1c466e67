import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { projectRoot } from "../../toolchain/lib/paths";
import { adopt } from "../../toolchain/lib/signals";
import { carryOut, complaint } from "./cure";
import { shardOf, type Fault } from "./fault";

/** Resource events of a recovery: a round is interrupted after each of them in turn, by its seed. */
const EVENTS = 24;
/** Runs of `npm start` that are killed before it is given up. */
const MOST_KILLS = 100;

/**
 * What a line of Pulumi's tells to have begun or ended: `docker:index:Network network created`; undefined for another line. What goes on
 * for some time, or speaks while it does, is told several times. Pure.
 */
export function eventOf(line: string): string | undefined {
  return /\S+ \S+ \w+(?:ing|ed)(?= \(\d+(?:\.\d+)?s\))/.exec(line)?.[0];
}

/**
 * Runs an npm script of the project, and kills it with all of its process group after so many events.
 * @returns whether it was killed, which it is not when it ended before. @throws with the end of what it said when it failed.
 */
async function killAfter(events: number, script: string, ...args: string[]): Promise<boolean> {
  const command = [join("toolchain", "run.mjs"), script, ...args];
  const child = spawn(process.execPath, command, {
    ...{ cwd: projectRoot, detached: true },
    stdio: ["ignore", "pipe", "pipe"],
  });
  adopt(child);
  const seen = new Set<string>();
  const said: string[] = [];
  const heard = (line: string): void => {
    said.push(line);
    const event = eventOf(line);
    if (event === undefined || seen.has(event)) return;
    if (seen.add(event).size === events && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", heard);
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== null && code !== 0)
    throw new Error(`npm run ${script} ended with exit code ${code}: ${complaint(said)}`);
  return code === null;
}

const recovery: Fault = {
  name: "interrupt-recover",
  what: "`npm run recover` killed after a resource event, each in turn, then `up --refresh`",
  break: async (scene) => {
    const { name } = shardOf(scene);
    const events = ((scene.seed - 1) % EVENTS) + 1;
    const killed = await killAfter(events, "recover", name, "--yes");
    if (killed) await carryOut(scene.environment, "npm run pulumi -- up --refresh");
    return killed ? `${name}, event ${events}` : `${name}, not killed: it has less than ${events} events`;
  },
  renews: true,
};

const creation: Fault = {
  name: "interrupt-up",
  what: "the stack removed, then `npm start` killed after 1 to 16 resource events, again and again until one ends by itself",
  break: async ({ random, environment }) => {
    await carryOut(environment, "npm run down");
    let kills = 0;
    while (await killAfter(random.between(1, 16), "start"))
      if (++kills === MOST_KILLS) throw new Error(`npm start did not end within ${MOST_KILLS} runs`);
    return `${environment.stack}, killed ${kills} times`;
  },
  renews: true,
  byName: true,
};

/** Faults of the commands themselves. */
export const INTERRUPTIONS: readonly Fault[] = [recovery, creation];
