import type { Fault } from "../faults";
import { seriesName, tableAlias, topicName } from "../names";
import type { TableSettings } from "../settings";
import type { World } from "../world";
import type { TableShape } from "../live-columns";
import { columnNameFaults, idColumnFaults, mappingColumnFaults } from "./mapping";
import { duplicates, fault, type Rule } from "./rule";

const IDENTIFIER = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,62}$/;
const ALIAS = /^[a-z0-9][a-z0-9_-]{0,99}$/;
/** Lucene field, property of a mapper and identifier of MySQL at once; the tools of none take dots or braces in it. */
const ID_COLUMN = /^[\p{L}\p{N}_$][\p{L}\p{N}_$ -]{0,63}$/u;
const SYSTEM_DATABASES = ["mysql", "sys", "information_schema", "performance_schema"];

/** Each message to skip must be of a topic that an index reads. */
export const skippedMessages: Rule = ({ shards, tables, skip }) => {
  const topics = new Set(shards.flatMap(({ name }) => tables.map(({ table }) => topicName(name, table))));
  const some = [...topics].slice(0, 10).join(", ");
  return skip.flatMap(({ topic }, i) =>
    topics.has(topic)
      ? []
      : [
          fault(
            `skip[${i}].topic`,
            topic,
            "is no topic that an index reads",
            `Name one of: ${some}${topics.size > 10 ? ", ..." : ""}`,
          ),
        ],
  );
};

export const tables: Rule = ({ shards, tables }, world) => [
  ...tables.flatMap((table, i) => [
    ...tableNameFaults(`tables[${i}].table`, table.table),
    ...(ALIAS.test(tableAlias(table))
      ? []
      : [
          fault(
            table.alias === undefined ? `tables[${i}].table` : `tables[${i}].alias`,
            tableAlias(table),
            "cannot be an index alias",
            "Set `alias` to up to 100 lower-case letters, digits, '_' and '-'",
          ),
        ]),
    ...mappingFaults(i, table, world),
    ...columnNameFaults(`tables[${i}].table`, table, shapesOf(table, world)),
    ...(ID_COLUMN.test(table.id)
      ? idColumnFaults(`tables[${i}].id`, table, shapesOf(table, world))
      : [
          fault(
            `tables[${i}].id`,
            table.id,
            "cannot be the id of documents",
            "Name a column of up to 64 letters, digits, spaces, '_', '$' and '-'",
          ),
        ]),
  ]),
  ...duplicates(
    tables.map((t) => t.table),
    (i) => `tables[${i}].table`,
    "Name each table once",
  ),
  ...duplicates(tables.map(tableAlias), (i) => `tables[${i}].alias`, "Give each table an `alias` of its own"),
  ...duplicates(
    tables.map((t) => seriesName(topicName(shards[0]?.name ?? "", t.table))),
    (i) => `tables[${i}].table`,
    "Two names that differ only in case give one index; rename a table",
  ).filter(() => new Set(tables.map((t) => t.table)).size === tables.length),
];

function tableNameFaults(path: string, name: string): Fault[] {
  const [database = "", table = "", ...rest] = name.split(".");
  if (rest.length > 0 || !IDENTIFIER.test(database) || !IDENTIFIER.test(table)) {
    const remedy = "Write it as database.table, each up to 63 letters, digits, '_' and '-'";
    return [fault(path, name, "cannot be a table with a topic of its own", remedy)];
  }
  return SYSTEM_DATABASES.includes(database.toLowerCase())
    ? [fault(path, name, "is a table of MySQL itself", "Name a table of your own")]
    : [];
}

function mappingFaults(i: number, table: TableSettings, world: World): Fault[] {
  const path = `tables[${i}].mapping`;
  const file = world.mappings[table.mapping];
  if (!file || "error" in file) {
    const why = file?.error ?? "was not read";
    return [
      fault(
        path,
        table.mapping,
        why,
        "Name a JSON file with `mappings` (and `settings`), relative to Pulumi.yaml",
      ),
    ];
  }
  if (!Object.hasOwn(file.mappings.properties ?? {}, table.id)) {
    const remedy = `Add it to mappings.properties, or name another column in tables[${i}].id`;
    return [
      fault(path, table.mapping, `has no property '${table.id}', the id column of ${table.table}`, remedy),
    ];
  }
  const reserved = file.reserved.map((key) =>
    fault(path, table.mapping, `sets '${key}', which Shardview itself sets`, `Remove '${key}' from the file`),
  );
  return [...reserved, ...mappingColumnFaults(path, table, file.mappings, shapesOf(table, world))];
}

/** What the table looks like; shards in which it looks the same are one. */
function shapesOf({ table }: TableSettings, world: World): TableShape[] {
  const shapes = new Map<string, TableShape>();
  for (const shape of world.tables.filter((known) => known.table === table)) {
    const columns = JSON.stringify(shape.columns);
    const same = shapes.get(columns);
    const shard = [same?.shard, shape.shard].filter((name) => name !== undefined).join(", ");
    shapes.set(columns, { ...shape, ...(shard === "" ? {} : { shard }) });
  }
  return [...shapes.values()];
}
