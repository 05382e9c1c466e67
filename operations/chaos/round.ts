import { setTimeout as pause } from "node:timers/promises";
import { poll, retry } from "../../components/rest";
import { request } from "../../components/search/client";
import type { Environment, Shard } from "../environment";
import { verifyEnvironment } from "../verify/environment";
import { totals } from "../verify/report";
import type { Fault, Scene } from "./fault";
import { Load } from "./load";
import { Session } from "./session";

/** What came of one fault, done once. */
export interface Round {
  readonly fault: string;
  readonly target: string;
  readonly seed: number;
  /** Changes that MySQL committed in the round. */
  readonly changes: number;
  /** Rows without a document, with another document, documents without a row, when everything had had time to arrive. */
  readonly lost: number;
  readonly stale: number;
  readonly surplus: number;
  /** From the end of the fault until a row written afterwards was found, in every shard; undefined when it was not. */
  readonly seconds?: number;
  /** What could not be done or compared. */
  readonly error?: string;
}

/** How a round is played. */
export interface Play {
  readonly seed: number;
  /** Changes a second. */
  readonly rate: number;
}

/** Milliseconds of load before a fault and after the recovery. */
const BEFORE = 3_000;
const AFTER = 1_000;
/** Milliseconds for a recovery, and for the last changes to arrive. */
const PATIENCE = 180_000;

/** Breaks an environment under load, waits until it has recovered, and compares every row. Never throws for what the fault did. */
export async function playRound(scene: Scene, fault: Fault, { seed, rate }: Play): Promise<Round> {
  const { environment } = scene;
  const load = new Load(environment.shards, rate, seed);
  const round = { fault: fault.name, target: "", seed, changes: 0, lost: 0, stale: 0, surplus: 0 };
  const faults: string[] = [];
  let seconds: number | undefined;
  try {
    await pause(BEFORE);
    round.target = await fault.break(scene);
    seconds = await recovery(environment, `M${seed.toString(36)}`);
    await pause(AFTER);
  } catch (error) {
    faults.push((error as Error).message);
  }
  round.changes = await load.stop();
  const outcomes = await verifyEnvironment(environment, { wait: PATIENCE });
  const { missing, stale, surplus, unchecked } = totals(outcomes);
  for (const outcome of outcomes) {
    if ("error" in outcome) faults.push(`${outcome.shard}: ${outcome.error}`);
    else if (outcome.obstacle !== undefined) faults.push(`${outcome.shard}: ${outcome.obstacle}`);
  }
  if (unchecked > 0) faults.push(`${unchecked} differences not looked at again`);
  return {
    ...{ ...round, lost: missing, stale, surplus, seconds },
    ...(faults.length > 0 ? { error: faults.join("; ") } : {}),
  };
}

/** Whether the environment recovered by itself with every row. */
export function isClean({ lost, stale, surplus, seconds, error }: Round): boolean {
  return lost + stale + surplus === 0 && seconds !== undefined && error === undefined;
}

/** Seconds until a row that is written now is found, in every shard. @throws when it is not. */
async function recovery(environment: Environment, marker: string): Promise<number> {
  const started = performance.now();
  await Promise.all(environment.shards.map((shard) => markerArrives(environment, shard, marker)));
  return (performance.now() - started) / 1000;
}

async function markerArrives({ urls }: Environment, shard: Shard, marker: string): Promise<void> {
  const sku = `${marker}-${Date.now().toString(36)}`;
  const deadline = Date.now() + PATIENCE;
  const insert = `INSERT IGNORE INTO products.products (sku, name, price, updated_at) VALUES ('${sku}', 'marker', 1, NOW(6));`;
  const index = shard.tables.find(({ table }) => table === "products.products")?.index ?? "";
  await poll({
    what: `a row of ${shard.name} to be written`,
    deadline,
    attempt: async () => {
      const session = new Session(shard.container);
      await session
        .run(insert, 5_000)
        .catch((error: unknown) => {
          throw retry((error as Error).message);
        })
        .finally(() => session.close());
      return true;
    },
  });
  await poll({
    what: `the row ${sku} of ${shard.name} to be found`,
    deadline,
    attempt: async () => {
      const call = { method: "POST" as const, path: `/${index}/_count`, body: { query: { term: { sku } } } };
      const { count } = (await request(urls.search, call, `count in index '${index}'`, deadline)) as {
        count: number;
      };
      if (count === 0) throw retry("it is not there");
      return true;
    },
  });
}
