import { table } from "./text";

/** The stack outputs that the summary reads; index.ts exports them. */
export interface StackOutputs {
  readonly urls: { readonly connect: string; readonly search: string; readonly kafka: string };
  /** Names of the containers that all shards share; `watcher` unless none is wanted. */
  readonly containers: Readonly<Record<"kafka" | "connect" | "search", string>> & {
    readonly watcher?: string;
  };
  /** Table (`database.table`) by alias. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly shards: Readonly<Record<string, ShardOutputs>>;
}

export interface ShardOutputs {
  readonly host: string;
  readonly port: number;
  readonly container: string;
  readonly connector: string;
  readonly tables: readonly string[];
  readonly topics: readonly string[];
  /** The index of each table, in the order of `tables`. */
  readonly indexes: readonly string[];
}

/** What was read from the running stack; a text instead of a number says why there is none. */
export interface TableFacts {
  readonly shard: string;
  readonly table: string;
  readonly rows: number | string;
  readonly documents: number | string;
}

export interface ConnectorFacts {
  /** State of the connector and its task, or why it is not known. */
  readonly state: string;
  /** Known, neither FAILED nor between two states: a connector that was asked to pause is well. */
  readonly well: boolean;
}

export interface StackFacts {
  /** By shard. */
  readonly connectors: Readonly<Record<string, ConnectorFacts>>;
  readonly tables: readonly TableFacts[];
}

/** Whether every service answered and nothing FAILED. */
export function allWell({ connectors, tables }: StackFacts): boolean {
  return (
    Object.values(connectors).every(({ well }) => well) &&
    tables.every(({ rows, documents }) => typeof rows === "number" && typeof documents === "number")
  );
}

/** The table and alias of the sample data; other tables get a query without a word. */
const SAMPLE_TABLE = "products.products";

function tryIt(outputs: StackOutputs): string[] {
  const [alias, captured] = Object.entries(outputs.aliases)[0] ?? [];
  if (alias === undefined) return [];
  const search = `${outputs.urls.search}/${alias}/_search`;
  if (captured !== SAMPLE_TABLE) return ["Search all shards:", `  curl -s '${search}?size=3&pretty'`, ""];
  const shard = Object.values(outputs.shards)[0];
  const mysql =
    "'MYSQL_PWD=$(cat $MYSQL_PASSWORD_FILE) mysql -uapp --default-character-set=utf8mb4 products'";
  const insert =
    "INSERT INTO products (sku, name, price, updated_at) VALUES ('TRY-1', '새로운 김치', 9.90, NOW(6))";
  return [
    "Search all shards for a Korean word (김치, kimchi):",
    `  curl -sG '${search}' --data-urlencode 'q=name:김치' -d size=3 -d pretty`,
    "",
    "Insert a row into a shard and find it a moment later:",
    `  docker exec -i ${shard?.container ?? "<container>"} sh -c ${mysql} <<< "${insert}"`,
    `  curl -s '${search}?q=sku:TRY-1&pretty'`,
    "",
  ];
}

/** The text shown after `npm start`: addresses, the state of every shard, what to try, how to stop. */
export function renderSummary(stack: string, outputs: StackOutputs, facts: StackFacts): string {
  const rows = facts.tables.map(({ shard, table: captured, rows: count, documents }) => {
    const { host, port, connector } = outputs.shards[shard] ?? { host: "?", port: "?", connector: "?" };
    const state = `${connector}: ${facts.connectors[shard]?.state ?? "unknown"}`;
    return [shard, `${host}:${port}`, state, captured, count, documents];
  });
  const header = ["shard", "MySQL", "connector", "table", "rows", "documents"];
  const indent = (line: string): string => (line === "" ? "" : `  ${line}`);
  return [
    `Shardview is up (stack ${stack})${allWell(facts) ? "" : ", but not all of it is well"}.`,
    "",
    indent(`Connect   ${outputs.urls.connect}/connectors?expand=status`),
    indent(`Search    ${outputs.urls.search}`),
    indent(`Kafka     ${outputs.urls.kafka}`),
    "",
    ...table(header, rows).split("\n").map(indent),
    "",
    ...tryIt(outputs),
    "Stop and remove everything:",
    "  npm run down",
  ].join("\n");
}
