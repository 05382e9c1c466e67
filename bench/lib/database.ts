import { createPool, type Pool, type ResultSetHeader } from "mysql2/promise";
import { sqlIdentifier, sqlText } from "../../components/quoting";
import { PASSWORDS } from "../../tests/support/running-stack";
import type { BenchShard, BenchStack } from "./stack";

/** The columns that a writer gives; `id` is the database's. */
const WRITTEN = ["sku", "name", "description", "price", "stock", "released_on", "updated_at"];
const COLUMNS = `(${WRITTEN.join(", ")})`;
const ONE_ROW = "(?, ?, ?, ?, ?, ?, NOW(6))";
const BULK = 1000;

/** All columns of the table. */
export const COLUMN_NAMES = ["id", ...WRITTEN];

const WORDS = [
  "따뜻한 이어폰",
  "가벼운 등산화",
  "무선 Keyboard",
  "친환경 커피 원두",
  "Classic 텀블러",
  "고급 자전거",
];
const NOTES = ["서울에서 당일 배송됩니다.", "주문 후 이틀 안에 도착합니다.", "Ships within two days.", null];

type Value = string | number | null;

/** The values of a row, like those of the sample rows; `number` varies them. Pure. */
export function rowValues(sku: string, number: number): Value[] {
  const released = number % 7 === 0 ? null : `20${20 + (number % 6)}-0${1 + (number % 9)}-1${number % 10}`;
  const name = `${WORDS[number % WORDS.length]} ${number}`;
  return [
    sku,
    name,
    NOTES[number % NOTES.length] ?? null,
    (number % 1_000_000) / 100,
    number % 500,
    released,
  ];
}

/** The table `products` of one database in a shard, as an application writes to it. */
export class Table {
  private readonly pool: Pool;

  constructor(
    readonly shard: BenchShard,
    readonly database: string,
    connections = 8,
  ) {
    this.pool = createPool({
      ...{ host: "127.0.0.1", port: shard.port, user: "app", password: PASSWORDS.appPassword, database },
      ...{ connectionLimit: connections, charset: "utf8mb4" },
    });
  }

  /** Inserts a row in a transaction of its own, and gives its id when that is committed. */
  async insert(sku: string, number: number): Promise<number> {
    const sql = `INSERT INTO products ${COLUMNS} VALUES ${ONE_ROW}`;
    const [{ insertId }] = await this.pool.execute<ResultSetHeader>(sql, rowValues(sku, number));
    return insertId;
  }

  /** Gives a row another `sku` and price. */
  async update(id: number, sku: string, number: number): Promise<void> {
    const sql = "UPDATE products SET sku = ?, price = ?, stock = stock + 1, updated_at = NOW(6) WHERE id = ?";
    await this.pool.execute(sql, [sku, (number % 1_000_000) / 100, id]);
  }

  async delete(id: number): Promise<void> {
    await this.pool.execute("DELETE FROM products WHERE id = ?", [id]);
  }

  /** Inserts many rows, a thousand with each statement. Gives the id and `sku` of each. */
  async insertMany(prefix: string, count: number): Promise<{ id: number; sku: string }[]> {
    const rows: { id: number; sku: string }[] = [];
    for (let from = 0; from < count; from += BULK) {
      const size = Math.min(BULK, count - from);
      const skus = Array.from({ length: size }, (_, i) => `${prefix}-${from + i}`);
      const sql = `INSERT INTO products ${COLUMNS} VALUES ${Array<string>(size).fill(ONE_ROW).join(", ")}`;
      const values = skus.flatMap((sku, i) => rowValues(sku, from + i));
      const [{ insertId }] = await this.pool.query<ResultSetHeader>(sql, values);
      // The ids of one INSERT with a known number of rows follow each other:
      // https://dev.mysql.com/doc/refman/9.7/en/innodb-auto-increment-handling.html
      rows.push(...skus.map((sku, i) => ({ id: insertId + i, sku })));
    }
    return rows;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

/** SQL that inserts rows numbered `from` to `to`, like those that a {@link Table} inserts. Pure. */
export function insertRows(table: string, from: number, to: number): string {
  const texts = (list: readonly (string | null)[]): string =>
    list.map((text) => (text === null ? "NULL" : sqlText(text))).join(", ");
  const pick = (list: readonly (string | null)[]): string =>
    `ELT(1 + MOD(n, ${list.length}), ${texts(list)})`;
  return `SET SESSION cte_max_recursion_depth = ${to - from + 1};
INSERT INTO ${table} ${COLUMNS}
WITH RECURSIVE numbers (n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM numbers WHERE n < ${to})
SELECT CONCAT('row-', n), CONCAT(${pick(WORDS)}, ' ', n), ${pick(NOTES)}, MOD(n, 1000000) / 100, MOD(n, 500),
  IF(MOD(n, 7) = 0, NULL, DATE_ADD('2020-01-01', INTERVAL MOD(n, 2000) DAY)), NOW(6) FROM numbers;`;
}

/** Account with which rivals read: what the binlog and the rows of every table need. */
export const READER = { user: "rival", password: "rival-pw-4Tn" };

/** Makes a database with an empty table like the captured one, the account of the rivals, and lets the application write there. */
export async function makeDatabase(
  stack: BenchStack,
  shards: readonly BenchShard[],
  database: string,
): Promise<void> {
  const name = sqlIdentifier(database);
  const account = `'${READER.user}'@'%'`;
  const sql = [
    `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4;`,
    `CREATE TABLE IF NOT EXISTS ${name}.products LIKE products.products;`,
    `GRANT ALL ON ${name}.* TO app;`,
    `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${READER.password}';`,
    `GRANT SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO ${account};`,
  ].join(" ");
  await Promise.all(shards.map((shard) => stack.unlogged(shard, sql)));
}
