import type { ShardSettings, TableSettings } from "./settings";

/** Name of a shard's connector: as configured, else `inventory-connector-<n>` for `shard<n>`. */
export function connectorName(shard: Pick<ShardSettings, "name" | "connector">): string {
  return (
    shard.connector ??
    `inventory-connector-${/^shard\d+$/.test(shard.name) ? shard.name.slice(5) : shard.name}`
  );
}

/** Name that a shard's MySQL has inside the network. */
export function mysqlHost(hostPort: number): string {
  return `mysql-${hostPort}`;
}

/** Topic of a shard's table, as Debezium names it: `<topic.prefix>.<database>.<table>`. */
export function topicName(shard: string, table: string): string {
  return `${shard}.${table}`;
}

/** Series of the indexes that pull from a topic, one generation after the other. Index names are lower case. */
export function seriesName(topic: string): string {
  return topic.toLowerCase();
}

/** Alias under which the table of all shards is searched: as configured, else the table's name. */
export function tableAlias(table: Pick<TableSettings, "table" | "alias">): string {
  return table.alias ?? table.table.slice(table.table.indexOf(".") + 1);
}
