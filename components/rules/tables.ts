import type { Fault } from "../faults";
import { indexName, tableAlias, topicName } from "../names";
import type { TableSettings } from "../settings";
import type { World } from "../world";
import { duplicates, fault, type Rule } from "./rule";

const IDENTIFIER = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,62}$/;
const ALIAS = /^[a-z0-9][a-z0-9_-]{0,99}$/;
const SYSTEM_DATABASES = ["mysql", "sys", "information_schema", "performance_schema"];

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
    ...columnFaults(i, table, world),
  ]),
  ...duplicates(
    tables.map((t) => t.table),
    (i) => `tables[${i}].table`,
    "Name each table once",
  ),
  ...duplicates(tables.map(tableAlias), (i) => `tables[${i}].alias`, "Give each table an `alias` of its own"),
  ...duplicates(
    tables.map((t) => indexName(topicName(shards[0]?.name ?? "", t.table))),
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
  if (!file.properties.includes(table.id)) {
    const remedy = `Add it to mappings.properties, or name another column in tables[${i}].id`;
    return [
      fault(path, table.mapping, `has no property '${table.id}', the id column of ${table.table}`, remedy),
    ];
  }
  return file.reserved.map((key) =>
    fault(path, table.mapping, `sets '${key}', which Shardview itself sets`, `Remove '${key}' from the file`),
  );
}

function columnFaults(i: number, table: TableSettings, world: World): Fault[] {
  const columns = Object.hasOwn(world.columns, table.table) ? world.columns[table.table] : undefined;
  if (!columns || columns.includes(table.id)) return [];
  return [
    fault(
      `tables[${i}].id`,
      table.id,
      `is no column of ${table.table}, which has ${columns.join(", ")}`,
      "Name its primary key column",
    ),
  ];
}
