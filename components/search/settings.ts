import type { TablePlan } from "../plan";
import { profileSettings } from "../profile";
import type { IndexDefinition, Property } from "./definition";
import { FETCH_WAIT, LAG_UPDATE_INTERVAL } from "./ingestion";
import { mappingFault } from "./mapping-shape";

/** A mapping file of `indices/`: what the team decides about a table's index. */
export interface Mapping {
  settings?: Record<string, unknown>;
  mappings: { dynamic?: boolean | string; properties: Record<string, Property>; [option: string]: unknown };
}

/** Parses a mapping file. Throws what is wrong with it. */
export function parseMapping(text: string): Mapping {
  const parsed: unknown = JSON.parse(text);
  const fault = mappingFault(parsed);
  if (fault !== undefined) throw new Error(`it ${fault}`);
  return parsed as Mapping;
}

/** The settings of a mapping file that belong to the pipeline and are not the team's to set. */
export function reservedIndexSettings({ settings = {} }: Mapping): string[] {
  const inner = (settings["index"] ?? {}) as Record<string, unknown>;
  const keys = [...Object.keys(settings), ...Object.keys(inner)].map((key) => key.replace(/^index\./, ""));
  return [...new Set(keys)].filter((key) => RESERVED.some((r) => key === r || key.startsWith(`${r}.`)));
}

const RESERVED = ["ingestion_source", "number_of_shards", "final_pipeline", "replication"];

/**
 * The index of one shard's table, which pulls its topic from `bootstrapServers`, and its pipeline.
 * https://docs.opensearch.org/latest/api-reference/document-apis/pull-based-ingestion/
 */
export function indexDefinition(
  table: TablePlan,
  mapping: Mapping,
  bootstrapServers: string,
): IndexDefinition {
  return {
    index: {
      settings: {
        "index.number_of_replicas": 0,
        // An index that pulls keeps no log of its own: what it read since its last commit a killed engine reads again. By default it
        // commits every 10 minutes (https://github.com/opensearch-project/OpenSearch/pull/19878), and never in an engine that does
        // not live that long. An index that is there takes another interval when its engine starts.
        "index.periodic_flush_interval": "30s",
        // A refresh would wait for merges, and all indexes for that refresh: for up to 0.6 s (docs/performance.md; Lucene's
        // MergePolicy.findFullFlushMerges). An index that is there stops waiting when its engine starts; until then it
        // waits only for what a floor of 2 MB, not 16, takes for small.
        "index.merge_on_flush.enabled": false,
        "index.merge.policy.floor_segment": "2mb",
        ...profileSettings(table.profile).index,
        ...mapping.settings,
        ...ingestion(table, bootstrapServers),
        ...queue(table.maxRowSize),
      },
      mappings: { dynamic: false, ...mapping.mappings },
    },
    pipeline: pipeline(table.idColumn, mapping),
  };
}

function ingestion(
  { topic, partitions, idColumn }: TablePlan,
  bootstrapServers: string,
): Record<string, unknown> {
  return {
    "index.number_of_shards": partitions,
    "index.replication.type": "SEGMENT",
    "index.ingestion_source.type": "kafka",
    "index.ingestion_source.param.topic": topic,
    "index.ingestion_source.param.bootstrap_servers": bootstrapServers,
    "index.ingestion_source.param.fetch.max.wait.ms": String(FETCH_WAIT),
    "index.ingestion_source.pointer.init.reset": "earliest",
    // The default DROP loses rows silently.
    "index.ingestion_source.error_strategy": "block",
    "index.ingestion_source.poll.timeout": 100,
    "index.ingestion_source.poll.max_batch_size": 2000,
    "index.ingestion_source.pointer_based_lag_update_interval": `${LAG_UPDATE_INTERVAL}ms`,
    "index.ingestion_source.mapper_type": "field_mapping",
    "index.ingestion_source.mapper_settings.id_field": idColumn,
    "index.ingestion_source.mapper_settings.op_type_field": "__deleted",
    "index.ingestion_source.mapper_settings.op_type_field.delete_value": "true",
  };
}

/** The default, 100 messages between poller and index, is as much memory as rows of 1 MiB may take. */
function queue(maxRowSize = 1): Record<string, unknown> {
  if (maxRowSize === 1) return {};
  return { "index.ingestion_source.internal_queue_size": Math.floor(100 / maxRowSize) };
}

const WHOLE_NUMBERS = ["byte", "short", "integer", "long"];

/** The mapper takes the id out of the document to make `_id` of it, a text; this puts it back as what it was. */
function pipeline(idColumn: string, mapping: Mapping): Record<string, unknown> {
  const type = mapping.mappings.properties[idColumn]?.type ?? "";
  const description = `Puts the id column '${idColumn}' back into the document`;
  // In three braces: in two the template writes `\"` for `"`. Numbers stay with two: another pipeline is another index.
  if (!WHOLE_NUMBERS.includes(type) && type !== "unsigned_long")
    return { description, processors: [{ set: { field: idColumn, value: "{{{_id}}}" } }] };
  const convert = {
    field: idColumn,
    type: "long",
    // Beyond 2^63 it stays a text, which the field takes too.
    ...(type === "unsigned_long" ? { ignore_failure: true } : {}),
  };
  return { description, processors: [{ set: { field: idColumn, value: "{{_id}}" } }, { convert }] };
}
