import { poll, retry } from "../rest";
import { awaitCaughtUp, type Follower } from "./catch-up";
import * as client from "./client";
import { generationBody, servingSettings } from "./definition";
import { getPollers, pauseIngestion, resumeIngestion } from "./ingestion-client";
import { hasReached, hasSettled, isNear, progress, withinTopic, type Poller } from "./ingestion";
import { runningSearches } from "./search-client";

/** The index that serves until another takes over. */
export interface Serving {
  index: string;
  /** The alias to hand over. */
  alias: string;
  /** The aliases that it has. */
  aliases: readonly string[];
}

/** Creates a generation with its pipeline; `alias` for one that serves from the start. */
export async function createGeneration(
  { url, index, definition }: Follower,
  deadline: number,
  alias?: string,
): Promise<void> {
  if (definition.pipeline) await client.putPipeline(url, index, definition.pipeline, deadline);
  await client.createIndex(url, index, generationBody(definition, index, alias), deadline);
}

/** Gives an index that has filled the settings that it serves with. */
export async function beginServing({ url, index, definition }: Follower, deadline: number): Promise<void> {
  await client.putSettings(url, index, servingSettings(definition), deadline);
}

/** Removes a generation with its pipeline, and what a search for a message may have left. */
export async function deleteGeneration(url: Follower["url"], index: string, deadline: number): Promise<void> {
  for (const name of [index, `${index}-trial`]) await client.deleteIndex(url, name, deadline);
  await client.deletePipeline(url, index, deadline);
}

/**
 * Builds `follower.index` beside `old`, which goes on serving, and hands the alias over. Can be interrupted anywhere: as long as
 * the new one has not got the alias, the old one is there, and a second call goes on where the first ended.
 */
export async function rebuild(follower: Follower, old: Serving, deadline: number): Promise<void> {
  const { url, index } = follower;
  await createGeneration(follower, deadline);
  await resumeIngestion(url, index, deadline);
  try {
    await awaitCaughtUp(follower, deadline, isNear);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`${message}; searches go on with '${old.index}'`, { cause: error });
  }
  await beginServing(follower, deadline);
  await handOver(follower, old, deadline);
  await awaitNoSearch(follower, old.index, deadline);
  await deleteGeneration(url, old.index, deadline);
}

/**
 * Moves the alias when the new index holds all that the old one shows. For that the old one stops reading for a moment: else
 * a row could be found, not found, and found again.
 */
async function handOver(follower: Follower, old: Serving, deadline: number): Promise<void> {
  const { url, index } = follower;
  await pauseIngestion(url, old.index, deadline);
  try {
    const rested = await awaitSettled(follower, old.index, deadline);
    let times = 0;
    let goal: readonly Poller[] = rested.pollers;
    await awaitCaughtUp(follower, deadline, (pollers) => {
      const since = Date.now() - rested.since;
      goal = withinTopic(goal, pollers, since);
      times = hasReached(pollers, goal, since) ? times + 1 : 0;
      // Twice, for the message that is under way at the first look.
      return times > 1;
    });
    const remove = old.aliases.map((alias) => ({ index: old.index, alias }));
    await client.changeAliases(url, { remove, add: [{ index, alias: old.alias }] }, deadline);
  } catch (error) {
    // As far as that can be done now; the next `up` resumes it too.
    await resumeIngestion(url, old.index, Date.now() + 5000).catch(() => undefined);
    throw error;
  }
}

async function awaitSettled(
  { url }: Follower,
  index: string,
  deadline: number,
): Promise<{ pollers: Poller[]; since: number }> {
  let last: Poller[] = [];
  return await poll({
    what: `index '${index}' to stop reading`,
    deadline,
    attempt: async () => {
      const pollers = await getPollers(url, index, deadline);
      const before = last;
      last = pollers;
      if (!hasSettled(before, pollers)) throw retry(progress(pollers));
      return { pollers, since: Date.now() };
    },
  });
}

/** Until no search is left that began before the alias moved. */
async function awaitNoSearch({ url }: Follower, index: string, deadline: number): Promise<void> {
  let quiet = 0;
  // A scroll that somebody keeps open must not hold the rebuild for ever.
  const patience = Math.min(deadline, Date.now() + 10_000);
  await poll({
    what: `searches of index '${index}' to end`,
    deadline: patience,
    attempt: async () => {
      quiet = (await runningSearches(url, index, deadline)) === 0 ? quiet + 1 : 0;
      return quiet > 2 || Date.now() >= patience ? true : undefined;
    },
  });
}
