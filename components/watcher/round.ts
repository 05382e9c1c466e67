import { startAgain } from "../connect/lifecycle";
import { resumeIngestion } from "../search/ingestion-client";
import { conditions, type Act } from "./conditions";
import { heal, UNIT, type Episodes } from "./healing";
import type { Observer } from "./observe";
import type { Finding, HealingRecord } from "./records";
import type { WatchedShard, WatcherSettings } from "./settings";
import { highestEnds, type Ends } from "./topic-conditions";

/** What a watcher remembers from one look to the next. */
export interface Memory {
  episodes: Episodes;
  ends: Ends;
  /** The last things that it did or found out, the oldest first. */
  records: HealingRecord[];
}

export const BLANK: Memory = { episodes: {}, ends: {}, records: [] };

/** The watcher's last look, for whoever asks. */
export interface Report {
  at: string;
  stack: string;
  well: boolean;
  findings: Finding[];
  records: HealingRecord[];
}

const KEPT = 100;

/** Milliseconds for which a restart is tried. */
const PATIENCE = 5000;

/** One look, and what follows from it. `failures`: what could not be started again, in words; it is tried at the next step. */
export async function round(
  settings: WatcherSettings,
  shards: readonly WatchedShard[],
  observer: Pick<Observer, "look">,
  memory: Memory,
  now: number,
): Promise<{ memory: Memory; report: Report; fresh: HealingRecord[]; failures: string[] }> {
  const observation = await observer.look(shards, now);
  const ends = highestEnds(shards, observation, memory.ends);
  const policy = { maxRestarts: settings.maxRestarts, unit: UNIT };
  const decision = heal(conditions(shards, observation, ends), memory.episodes, policy, now);
  const failures: string[] = [];
  for (const act of decision.acts) {
    await carryOut(settings, act).catch((error: unknown) => failures.push((error as Error).message));
  }
  const records = [...memory.records, ...decision.records].slice(-KEPT);
  const { findings, episodes } = decision;
  const at = new Date(now).toISOString();
  const report = { at, stack: settings.stack, well: findings.length === 0, findings, records };
  return { memory: { episodes, ends, records }, report, fresh: decision.records, failures };
}

async function carryOut({ connectUrl, searchUrl }: WatcherSettings, act: Act): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  if ("restart" in act) await startAgain({ url: connectUrl, name: act.restart }, deadline);
  else await resumeIngestion(searchUrl, act.resume, deadline);
}
