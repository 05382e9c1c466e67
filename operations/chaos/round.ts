import { setTimeout as pause } from "node:timers/promises";
import type { Environment } from "../environment";
import { verifyEnvironment } from "../verify/environment";
import { totals } from "../verify/report";
import { awaitTold, carryOut } from "./cure";
import type { Fault, Scene } from "./fault";
import { Load } from "./load";
import { recovery } from "./recovery";

/** What came of one fault, done once. */
export interface Round {
  readonly fault: string;
  readonly target: string;
  readonly seed: number;
  /** When it began. */
  readonly at: string;
  /** Changes that MySQL committed in the round. */
  readonly changes: number;
  /** Rows without a document, with another document, documents without a row, when everything had had time to arrive. */
  readonly lost: number;
  readonly stale: number;
  readonly surplus: number;
  /** Of a fault that needs a command: seconds until the status told it. */
  readonly told?: number;
  /** From the end of the fault, or from the command, until a row written afterwards was found in every shard; undefined when it was not. */
  readonly seconds?: number;
  /** What could not be done or compared. */
  readonly error?: string;
}

/** How a round is played. */
export interface Play {
  /** Changes a second. */
  readonly rate: number;
  /** Reads the environment anew: a command may have given it other indexes. */
  readonly read: () => Promise<Environment>;
}

/** Milliseconds of load before a fault and after the recovery. */
const BEFORE = 2_000;
const AFTER = 1_000;
/** Milliseconds for a recovery, and for the last changes to arrive. */
const PATIENCE = 180_000;

type Recovery = Pick<Round, "target" | "told" | "seconds" | "error">;

/**
 * Breaks an environment under load, waits until it has recovered, and compares every row. Never throws for what the fault did.
 * @returns the round, and the environment as it then is.
 */
export async function playRound(
  scene: Scene,
  fault: Fault,
  { rate, read }: Play,
): Promise<{ round: Round; environment: Environment }> {
  const at = new Date().toISOString();
  const { seed } = scene;
  const load = new Load(scene.environment.shards, rate, seed);
  await pause(BEFORE);
  const recovered = await breakAndRecover(scene, fault, read);
  await pause(AFTER);
  const changes = await load.stop();
  const { environment, faults, ...counts } = await readAndCompare(scene, fault, read);
  const error = [recovered.error ?? [], faults].flat().join("; ");
  const round = { fault: fault.name, seed, at, changes, ...counts, ...recovered };
  return { round: error === "" ? round : { ...round, error }, environment };
}

async function breakAndRecover(scene: Scene, fault: Fault, read: Play["read"]): Promise<Recovery> {
  let { environment } = scene;
  const recovered: { -readonly [K in keyof Recovery]: Recovery[K] } = { target: "" };
  try {
    recovered.target = await fault.break(scene);
    let started = performance.now();
    const since = () => (performance.now() - started) / 1000;
    if (fault.cure) {
      const command = fault.cure(recovered.target);
      await awaitTold(environment, recovered.target, command);
      recovered.told = since();
      started = performance.now();
      await carryOut(environment, command);
    }
    if (fault.cure || fault.renews) environment = await read();
    await recovery(environment, PATIENCE);
    recovered.seconds = since();
  } catch (error) {
    recovered.error = (error as Error).message;
  }
  return recovered;
}

type Compared = Pick<Round, "lost" | "stale" | "surplus"> & { readonly faults: readonly string[] };

/** A fault may have left no environment to compare: the round then says why. */
async function readAndCompare(
  scene: Scene,
  fault: Fault,
  read: Play["read"],
): Promise<Compared & { readonly environment: Environment }> {
  let { environment } = scene;
  try {
    if (fault.cure || fault.renews) environment = await read();
    return { environment, ...(await compare(environment)) };
  } catch (error) {
    return { environment, lost: 0, stale: 0, surplus: 0, faults: [(error as Error).message] };
  }
}

async function compare(environment: Environment): Promise<Compared> {
  const outcomes = await verifyEnvironment(environment, { wait: PATIENCE });
  const { missing, stale, surplus, unchecked } = totals(outcomes);
  const faults = outcomes.flatMap((outcome) => {
    const fault = "error" in outcome ? outcome.error : outcome.obstacle;
    return fault === undefined ? [] : [`${outcome.shard}: ${fault}`];
  });
  if (unchecked > 0) faults.push(`${unchecked} differences not looked at again`);
  return { lost: missing, stale, surplus, faults };
}

/** Whether the environment recovered with every row. */
export function isClean({ lost, stale, surplus, seconds, error }: Round): boolean {
  return lost + stale + surplus === 0 && seconds !== undefined && error === undefined;
}
