import { readPartition, type KafkaRecord } from "../kafka/records";
import { without } from "../objects";
import { ask, expectStatus, type Urls } from "../rest";
import { createIndex, deleteIndex, engine, reasonOf } from "./client";
import { flatSettings, type IndexDefinition } from "./definition";

/** Where a message lies. */
export interface MessagePlace {
  topic: string;
  partition: number;
  offset: number;
}

/** A message that an index cannot take. */
export interface Poison extends MessagePlace {
  key: string | undefined;
  reason: string;
}

/** What is needed to find one. */
export interface Search {
  url: Urls;
  index: string;
  definition: IndexDefinition;
  /** How this machine reaches Kafka. */
  bootstrapServers: string;
  deadline: number;
}

/** Messages that are tried: a fetch, and what the queue behind it holds. */
const TRIES = 2200;

/** The topic that an index of the definition reads. */
export function topicOf({ index }: IndexDefinition): string {
  return String(flatSettings(index.settings)["index.ingestion_source.param.topic"]);
}

/**
 * Finds the message at which the poller of a partition waits: reads on from where it stands and tries each message on an
 * index without ingestion. That also gives the engine's own reason, which its API does not show.
 */
export async function findPoison(
  { url, index, definition, bootstrapServers, deadline }: Search,
  partition: number,
  position: number,
): Promise<Poison | undefined> {
  const topic = topicOf(definition);
  const trial = `${index}-trial`;
  await deleteIndex(url, trial, deadline);
  await createIndex(url, trial, trialBody(definition, index), deadline);
  let found: Poison | undefined;
  let tries = 0;
  try {
    await readPartition(bootstrapServers, { topic, partition, offset: position }, async (record) => {
      const reason = await refusal(url, trial, definition, record, deadline);
      if (reason !== undefined) found = { topic, partition, offset: record.offset, key: record.key, reason };
      return reason === undefined && ++tries < TRIES;
    });
  } finally {
    await deleteIndex(url, trial, deadline);
  }
  return found;
}

function trialBody({ index, pipeline }: IndexDefinition, name: string): object {
  const settings = Object.entries(flatSettings(index.settings)).filter(
    ([key]) => !/^index\.(ingestion_source|replication|number_of_|final_pipeline)/.test(key),
  );
  const own = { "index.number_of_shards": 1, "index.number_of_replicas": 0 };
  const pipelines = pipeline ? { "index.final_pipeline": name } : {};
  return { settings: { ...Object.fromEntries(settings), ...own, ...pipelines }, mappings: index.mappings };
}

/** Why the index does not take the record; undefined when it does. */
async function refusal(
  url: Urls,
  trial: string,
  definition: IndexDefinition,
  record: KafkaRecord,
  deadline: number,
): Promise<string | undefined> {
  const document = readDocument(definition, record.value);
  if ("reason" in document) return document.reason;
  if (document.deleted) return undefined;
  const path = `/${trial}/_doc/${encodeURIComponent(document.id)}`;
  const answer = await ask(engine, url, { method: "PUT", path, body: document.source }, deadline);
  if (answer.status === 400) return reasonOf(answer);
  expectStatus(engine, answer, [200, 201], `try a message on index '${trial}'`);
  return undefined;
}

type Document = { reason: string } | { id: string; deleted: boolean; source: Record<string, unknown> };

/** What the engine's field mapper makes of a message. Pure. */
export function readDocument(definition: IndexDefinition, value: string | undefined): Document {
  const settings = flatSettings(definition.index.settings);
  const mapper = (key: string) => settings[`index.ingestion_source.mapper_settings.${key}`];
  const idField = String(mapper("id_field"));
  const typeField = String(mapper("op_type_field"));
  if (value === undefined) return { reason: "it has no value" };
  let source: unknown;
  try {
    source = JSON.parse(value);
  } catch (error) {
    return { reason: `it is no JSON: ${(error as Error).message}` };
  }
  if (typeof source !== "object" || source === null || Array.isArray(source))
    return { reason: "it is no JSON object" };
  const row = source as Record<string, unknown>;
  const id = row[idField] as string | number | object | null | undefined;
  if (id === undefined || id === null) return { reason: `it has no value in the id field '${idField}'` };
  const text = typeof id === "object" ? "" : String(id).trim();
  if (text === "") return { reason: `its id '${idField}' is no text or number` };
  const deleted = String(row[typeField]) === String(mapper("op_type_field.delete_value"));
  return { id: text, deleted, source: without(row, idField, typeField) };
}

/** The message as an error names it, with the two ways out. */
export function describePoison(index: string, poison: Poison): string {
  const { topic, partition, offset, key, reason } = poison;
  const place = JSON.stringify({ topic, partition, offset });
  return (
    `index '${index}' cannot take a message of its topic and waits at it: topic ${topic}, partition ${partition}, ` +
    `offset ${offset}, key ${key ?? "(none)"}: ${reason}. Correct the mapping, or leave the message out: ` +
    `add ${place} to 'skip'`
  );
}
