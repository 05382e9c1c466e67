import type { Urls } from "../rest";
import { awaitCaughtUp, type Follower } from "./catch-up";
import * as client from "./client";
import { leftToServe, markedMappings, type IndexDefinition } from "./definition";
import { handChanges, isOfMapping, observe, type Observed } from "./drift";
import { asRebuild, decide, type Known, type Step } from "./generations";
import { isNear } from "./ingestion";
import { getPollers, resumeIngestion } from "./ingestion-client";
import type { MessagePlace } from "./poison";
import { beginServing, createGeneration, deleteGeneration, rebuild } from "./rebuild";
import { holdsColumns } from "./search-client";

/** What is wanted of a series of indexes. */
export interface WantedIndex {
  url: Urls;
  series: string;
  alias: string;
  definition: IndexDefinition;
  skip: MessagePlace[];
  bootstrapServers?: string;
}

/** What the state remembers of it. */
export interface KnownIndex extends Known {
  alias?: string;
  observed?: Observed;
  /** What a refresh saw that was changed by hand. */
  drift?: readonly string[];
}

/** What there is, and what has to be done. */
export interface Outlook {
  step: Step;
  /** The index that serves now. */
  live?: client.LiveIndex;
  /** Settings that were changed by hand, with their values before. */
  putBack: Record<string, unknown>;
}

/** Looks at the search engine and decides. */
export async function look(known: KnownIndex, wanted: WantedIndex, deadline: number): Promise<Outlook> {
  const generations = await client.getGenerations(wanted.url, wanted.series, deadline);
  const first = decide(generations, known, wanted);
  const live = generations.find(({ name }) => name === first.current);
  // Only of the index that is remembered: another has its own history.
  const hand = handChanges(live?.name === known.index ? known.observed : undefined, live ?? NOTHING);
  const spoilt = hand.mappings.length > 0 ? hand.mappings : (known.drift ?? []).filter(isOfMapping);
  let step = spoilt.length > 0 ? decide(generations, known, wanted, spoilt) : first;
  const { columns } = step.change;
  if (step.kind === "change" && columns.length > 0) {
    const held = await holdsColumns(wanted.url, step.target, columns, deadline);
    const names = columns.map((column) => `'${column}'`).join(", ");
    const reason = `documents hold ${names} already and would not be found by the new field`;
    if (held) step = asRebuild(step, [...step.change.reasons, reason]);
  }
  return { step, live, putBack: hand.settings };
}

const NOTHING: Observed = { settings: {}, mappings: {} };

/** Makes the series what is wanted and gives the name of the index that serves, with what it looks like. */
export async function reconcile(
  known: KnownIndex,
  wanted: WantedIndex,
  deadline: number,
): Promise<{ index: string; observed: Observed }> {
  const { url, series, alias } = wanted;
  const { step, live, putBack } = await look(known, wanted, deadline);
  for (const name of step.leftovers) await deleteGeneration(url, name, deadline);
  const follower: Follower = { ...wanted, index: step.target };
  if (step.kind === "create") {
    await createGeneration(follower, deadline, alias);
    await awaitCaughtUp(follower, deadline);
    await beginServing(follower, deadline);
  } else if (live && (step.kind === "rebuild" || step.kind === "finish")) {
    await rebuild(follower, { index: live.name, alias, aliases: live.aliases }, deadline);
  } else if (live) {
    await adjust(follower, live, step, { alias, oldAlias: known.alias, putBack }, deadline);
  }
  await deleteStrayPipelines(url, series, step.target, deadline);
  const generations = await client.getGenerations(url, series, deadline);
  const made = generations.find(({ name }) => name === step.target);
  if (!made) throw new Error(`index '${step.target}' is gone; run 'pulumi up' again`);
  return { index: step.target, observed: observe(made) };
}

/** Makes an index that goes on serving what is wanted. */
async function adjust(
  follower: Follower,
  live: client.LiveIndex,
  step: Step,
  { alias, oldAlias, putBack }: { alias: string; oldAlias?: string; putBack: Record<string, unknown> },
  deadline: number,
): Promise<void> {
  const { url, index, definition } = follower;
  const settings = { ...leftToServe(definition, live.settings), ...putBack, ...step.change.settings };
  if (Object.keys(settings).length > 0) await client.putSettings(url, index, settings, deadline);
  if (definition.pipeline) await client.putPipeline(url, index, definition.pipeline, deadline);
  // The mapping last: it carries the mark that the index is what is wanted.
  if (step.kind === "change") await client.putMappings(url, index, markedMappings(definition), deadline);
  const stale = oldAlias !== undefined && oldAlias !== alias && live.aliases.includes(oldAlias);
  await client.changeAliases(
    url,
    {
      remove: stale ? [{ index, alias: oldAlias }] : [],
      add: live.aliases.includes(alias) ? [] : [{ index, alias }],
    },
    deadline,
  );
  const pollers = await getPollers(url, index, deadline);
  if (pollers.some(({ paused }) => paused)) await resumeIngestion(url, index, deadline);
  await awaitCaughtUp(follower, deadline, isNear);
}

async function deleteStrayPipelines(
  url: Urls,
  series: string,
  kept: string,
  deadline: number,
): Promise<void> {
  const names = Object.keys(await client.getPipelines(url, series, deadline));
  for (const name of names.filter((other) => other !== kept))
    await client.deletePipeline(url, name, deadline);
}

/** Removes every generation of a series. */
export async function removeSeries(url: Urls, series: string, deadline: number): Promise<void> {
  for (const { name } of await client.getGenerations(url, series, deadline)) {
    await deleteGeneration(url, name, deadline);
  }
  await deleteStrayPipelines(url, series, "", deadline);
}
