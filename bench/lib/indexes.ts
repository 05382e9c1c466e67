import { without } from "../../components/objects";
import { countDocuments, createIndex, getPipelines, request } from "../../components/search/client";
import type { IndexDefinition, Mappings, Property } from "../../components/search/definition";
import { seriesOf } from "../../components/search/generations";
import { checkInterruption } from "../../toolchain/lib/process";
import { setTimeout as pause } from "node:timers/promises";
import type { Pair } from "./compare";

/** Settings that an index has of its own, and that no other can be made with. */
const OWN = /^index\.(uuid|version|creation_date|provided_name|routing)/;
/** Settings of pull-based ingestion: what a rival's index, which is written to, has not. */
const PULLING = /^index\.(ingestion_source|final_pipeline|replication)/;

type Settings = Readonly<Record<string, unknown>>;

/** The settings for an index like another. Pure. */
export function settingsLike(settings: Settings, topic?: string): Settings {
  const kept = Object.entries(settings).filter(
    ([key]) => !OWN.test(key) && (topic !== undefined || !PULLING.test(key)),
  );
  return Object.fromEntries([
    ...kept,
    ...(topic === undefined ? [] : [["index.ingestion_source.param.topic", topic]]),
  ]) as Settings;
}

/** What an index is made with. */
interface Described {
  readonly settings: Settings;
  readonly mappings: Mappings;
}

/** Makes an index that a rival writes to, with the mapping, the analysis and the refresh interval of another. */
export async function makeIndexLike(url: string, like: string, index: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  const { settings, mappings } = await describeIndex(url, like, deadline);
  await createIndex(url, index, { settings: settingsLike(settings), mappings: anyTime(mappings) }, deadline);
}

/** What defines an index like another that pulls a topic. */
export async function definitionLike(url: string, like: string, topic: string): Promise<IndexDefinition> {
  const deadline = Date.now() + 60_000;
  const { settings, mappings } = await describeIndex(url, like, deadline);
  const pipelines = await getPipelines(url, seriesOf(like), deadline);
  const pipeline = pipelines[like] as IndexDefinition["pipeline"];
  return {
    index: { settings: settingsLike(settings, topic), mappings: without(mappings, "_meta") },
    pipeline,
  };
}

/** Reads the settings, each under its whole name, and the mappings of an index. */
async function describeIndex(url: string, index: string, deadline: number): Promise<Described> {
  const call = { method: "GET", path: `/${index}?flat_settings=true` } as const;
  const answer = (await request(url, call, `read index '${index}'`, deadline)) as Record<string, Described>;
  const described = answer[index];
  if (!described) throw new Error(`there is no index '${index}'`);
  return described;
}

/** The mappings, with times also as MySQL writes them: so does a rival. Pure. */
export function anyTime(mappings: Mappings): Mappings {
  const properties = Object.entries(mappings.properties ?? {}).map(([name, property]) => {
    const own = property["format"];
    const format = typeof own === "string" ? own : "strict_date_optional_time";
    const formats = [format, "uuuu-MM-dd HH:mm:ss.SSSSSS", "uuuu-MM-dd"].join("||");
    return [name, property.type === "date" ? { ...property, format: formats } : property];
  });
  return { ...mappings, properties: Object.fromEntries(properties) as Record<string, Property> };
}

/** Waits until the indexes hold as many documents as were written. Gives how many each had at each look. */
export async function awaitDocuments(
  url: string,
  pairs: readonly Pair[],
  wanted: number,
  milliseconds: number,
): Promise<Growth[]> {
  const started = performance.now();
  const looks: Growth[] = [];
  for (;;) {
    checkInterruption();
    const counts = await Promise.all(pairs.map(({ index }) => countOrNone(url, index)));
    const documents = counts.reduce((sum, count) => sum + count, 0);
    const at = performance.now();
    looks.push({ at, documents });
    if (documents >= wanted) return looks;
    if (at - started > milliseconds) {
      throw new Error(`${documents} of ${wanted} documents after ${Math.round((at - started) / 1000)} s`);
    }
    await pause(100);
  }
}

/** A rival makes its index when it begins. */
async function countOrNone(url: string, index: string): Promise<number> {
  return await countDocuments(url, index, Date.now() + 30_000).catch((error: unknown) => {
    if ((error as Error).message.includes("no such index")) return 0;
    throw error;
  });
}

/** How many documents there were at a moment, in ms. */
export interface Growth {
  readonly at: number;
  readonly documents: number;
}
