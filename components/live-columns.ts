import { execFile } from "node:child_process";
import { PASSWORD_FILES } from "./mysql-settings";
import { sqlTable, sqlText } from "./quoting";

/** A column of a table. */
export interface Column {
  name: string;
  /** As MySQL writes it: `bigint unsigned`, `varchar(32)`. */
  type: string;
  /** Place in the primary key, beginning with 1; undefined for a column outside it. */
  key?: number;
  /** Declared NOT NULL; only a running shard says so. */
  notNull?: true;
}

/** What a table looks like in one shard, or in a schema file. */
export interface TableShape {
  /** `database.table`. */
  table: string;
  /** Undefined for the schema files, which every shard is made by. */
  shard?: string;
  columns: Column[];
  /** How many rows it has; of a large table about how many. */
  rows?: number;
}

/** Milliseconds that a plan waits for a shard's MySQL. */
const PATIENCE = 5000;

// The password stays in the container, whose entrypoint read it from the same file. An error of one question (a table that is not
// there) does not end it.
const SCRIPT = `MYSQL_PWD=$(cat ${PASSWORD_FILES.root}) exec mysql --user=root --force --batch --raw --skip-column-names --default-character-set=utf8mb4`;

/** One line of JSON for each column, then one for each table. */
function questions(tables: readonly string[]): string {
  const names = tables.map(sqlText).join(", ");
  const of = (alias: string) => `CONCAT(${alias}.table_schema, '.', ${alias}.table_name)`;
  return `SET SESSION information_schema_stats_expiry = 0;
SELECT JSON_OBJECT('table', ${of("c")}, 'name', c.column_name, 'type', c.column_type, 'key', k.seq_in_index,
  'notNull', c.is_nullable = 'NO')
FROM information_schema.columns c LEFT JOIN information_schema.statistics k
  ON k.index_name = 'PRIMARY' AND k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = c.column_name
WHERE ${of("c")} IN (${names}) ORDER BY c.table_schema, c.table_name, c.ordinal_position;
SELECT JSON_OBJECT('table', ${of("t")}, 'rows', t.table_rows)
FROM information_schema.tables t WHERE ${of("t")} IN (${names});
${tables.map(count).join("")}`;
}

/** Counts the rows, unless that takes long: the estimate of before stands then. */
function count(table: string): string {
  return `SELECT /*+ MAX_EXECUTION_TIME(500) */ JSON_OBJECT('table', ${sqlText(table)}, 'rows', COUNT(*)) FROM ${sqlTable(table)};\n`;
}

/**
 * What the tables look like in a running shard. Undefined when its MySQL does not answer: it does not run yet, its password is
 * another, it is not ours.
 */
export async function readLiveTables(
  shard: string,
  container: string,
  tables: readonly string[],
): Promise<TableShape[] | undefined> {
  // Names that are no names are the rules' to say.
  const asked = tables.filter((table) => /^[\w.-]+$/.test(table));
  const output = await new Promise<string | undefined>((resolve) => {
    const args = ["exec", "-i", container, "sh", "-c", SCRIPT];
    const child = execFile("docker", args, { timeout: PATIENCE, maxBuffer: 2 ** 26 }, (error, stdout) => {
      resolve(error ? undefined : stdout);
    });
    // A container that is not there ends the command before it has read all.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(asked.length > 0 ? questions(asked) : "");
  });
  return output === undefined ? undefined : parseAnswer(shard, output);
}

/** Makes tables of the lines that `questions` asks for. Pure. */
export function parseAnswer(shard: string, output: string): TableShape[] {
  const shapes = new Map<string, TableShape>();
  for (const line of output.split("\n").filter(Boolean)) {
    const fact = JSON.parse(line) as {
      table: string;
      name?: string;
      type?: string;
      key?: number | null;
      notNull?: boolean;
      rows?: number;
    };
    const shape = shapes.get(fact.table) ?? { table: fact.table, shard, columns: [] };
    shapes.set(fact.table, shape);
    if (fact.name !== undefined && fact.type !== undefined) {
      const key = fact.key ?? undefined;
      shape.columns.push({
        name: fact.name,
        type: fact.type.toLowerCase(),
        ...(key === undefined ? {} : { key }),
        ...(fact.notNull ? { notNull: true as const } : {}),
      });
    } else if (typeof fact.rows === "number") shape.rows = fact.rows;
  }
  return [...shapes.values()];
}
