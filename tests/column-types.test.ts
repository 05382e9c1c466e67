import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axios from "axios";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { columnName, type ColumnCase } from "../components/testing/column-case";
import { columnCases } from "../components/testing/column-cases";
import { eventually } from "./support/run";
import { TestStack } from "./support/stack";
import { Writer } from "./support/writer";
import { describeVerify } from "./verify.suite";

// What docs/column-types.md says, of a table with a column of every type. 16 MiB is what holds a text of 10 MB.
const stack = new TestStack("test-types", 8_000, 1);
const folder = mkdtempSync(join(tmpdir(), "shardview-types-"));
const ROWS = Math.max(...columnCases.map(({ values }) => values.length));
const EMPTY = ROWS;
const LAST_ID = 2n ** 64n - 1n;

/** Writes a mapping file and gives the entry of its table. */
function table(name: string, id: object, fields: object): object {
  const mapping = join(folder, `${name}.json`);
  writeFileSync(mapping, JSON.stringify({ mappings: { properties: { id, ...fields } } }));
  return { table: `types.${name}`, id: "id", mapping };
}

beforeAll(async () => {
  const fields = columnCases.map((each) => [columnName(each), each.field] as const);
  stack.settings = {
    timeZone: "Asia/Seoul",
    maxRowSize: 16,
    tables: [
      table("everything", { type: "unsigned_long" }, Object.fromEntries(fields)),
      table("texts", { type: "keyword" }, { body: { type: "text" } }),
      { table: "products.products", id: "id", mapping: "indices/products.json" },
    ],
  };
  await stack.init();
  // MySQL alone, so that the rows are there before the connector: it reads them by its initial snapshot.
  const shard = ["MysqlShard::shard0", "*::shard0-data", "*::shard0-container", "*::shard0-ready"];
  const targets = ["RemoteImage::mysql*", "Network::*", ...shard].flatMap((urn) => ["--target", `**${urn}`]);
  await stack.up(...targets);
  const columns = columnCases.map((each) => `${columnName(each)} ${each.sql}`);
  await stack.sql(
    "shard0",
    `${MODE}
     CREATE TABLE types.everything (id BIGINT UNSIGNED PRIMARY KEY, ${columns.join(", ")});
     CREATE TABLE types.texts (id VARCHAR(512) COLLATE utf8mb4_bin PRIMARY KEY, body LONGTEXT);
     ${insert(0)}`,
  );
  await stack.up();
});

afterAll(async () => {
  await stack.remove();
  rmSync(folder, { recursive: true });
});

// Without NO_ZERO_DATE: zero dates are among what an old table may hold.
const MODE = "SET sql_mode = 'NO_BACKSLASH_ESCAPES', time_zone = '+00:00';";

const value = ({ values }: ColumnCase, row: number) => values[row % values.length] ?? expect.fail("no value");
const isNullable = ({ sql }: ColumnCase) => !sql.includes("NOT NULL");

/** As SQL: what the column holds in this row. The row after the last has NULL where it may. */
function stored(column: ColumnCase, row: number): string {
  return row === EMPTY && isNullable(column) ? "NULL" : value(column, row)[0];
}

const written = columnCases.filter(({ generated }) => !generated);

/** Statements that insert all rows, their ids from `offset` on. */
function insert(offset: number): string {
  const names = ["id", ...written.map(columnName)].join(", ");
  return Array.from({ length: ROWS + 1 }, (_, row) => {
    const values = [String(offset + row), ...written.map((column) => stored(column, row))];
    return `INSERT INTO types.everything (${names}) VALUES (${values.join(", ")});`;
  }).join("\n");
}

/** The document of a row, each whole number of 64 bits as a bigint. */
function document(id: number, row: number): Record<string, unknown> {
  const columns = columnCases.map((column) => {
    const arrives = row === EMPTY && isNullable(column) ? null : value(column, row)[1];
    return [columnName(column), arrives] as const;
  });
  return { id: BigInt(id), ...Object.fromEntries(columns) };
}

const BIG = ["id", "c_bigint", "c_bigint_unsigned"];

/** The documents under an alias, by id. */
async function documents(alias: string): Promise<Map<string, Record<string, unknown>>> {
  const { data } = await axios.get<string>(`${stack.searchUrl}/${alias}/_search?size=100`, {
    // JSON's numbers are too small here; a text keeps them.
    transformResponse: (text: string) => text.replaceAll(/(?<!\\)("(?:id|c_bigint\w*)"):(-?\d+)/g, '$1:"$2"'),
  });
  const { hits } = JSON.parse(data) as {
    hits: { hits: { _id: string; _source: Record<string, unknown> }[] };
  };
  return new Map(hits.hits.map(({ _id, _source }) => [_id, _source]));
}

async function everything(): Promise<Map<string, Record<string, unknown>>> {
  const found = await documents("everything");
  for (const source of found.values()) {
    for (const key of BIG) if (typeof source[key] === "string") source[key] = BigInt(source[key]);
    // A text; its spaces are MySQL's in a snapshot, and Debezium's in the stream.
    if (typeof source["c_json"] === "string") source["c_json"] = JSON.parse(source["c_json"]);
  }
  return found;
}

/** Waits until the rows with ids from `offset` on are searched as they should be: the row's place by its id's. */
async function expectRows(offset: number, place = (row: number) => row): Promise<void> {
  for (let row = 0; row <= ROWS; row += 1) {
    const id = offset + row;
    await eventually(`the row ${id}`, async () => {
      expect((await everything()).get(String(id))).toEqual(document(id, place(row)));
    });
  }
}

describe("every column type", () => {
  it("arrives with its extremes by the initial snapshot", async () => {
    await expectRows(0);
  });

  it("arrives so by an insert, an update and a delete", async () => {
    await stack.sql("shard0", MODE + insert(100));
    await expectRows(100);
    // Each row becomes the one after it.
    const updates = Array.from({ length: ROWS + 1 }, (_, row) => {
      const columns = written.map(
        (column) => `${columnName(column)} = ${stored(column, (row + 1) % (ROWS + 1))}`,
      );
      return `UPDATE types.everything SET ${columns.join(", ")} WHERE id = ${100 + row};`;
    });
    await stack.sql("shard0", MODE + updates.join("\n"));
    await expectRows(100, (row) => (row + 1) % (ROWS + 1));
    await stack.sql("shard0", "DELETE FROM types.everything WHERE id = 100");
    await eventually("the delete", async () => {
      expect((await everything()).has("100")).toBe(false);
    });
  });

  it("arrives so by an incremental snapshot, of invisible columns too", async () => {
    // Not in the binlog: nothing else can bring these rows.
    await stack.sql("shard0", `SET sql_log_bin = OFF; ${MODE} ${insert(200)}`);
    for (const shard of stack.shards) Object.assign(shard, { snapshot: 1 });
    stack.writeConfig();
    // A chunk of the snapshot ends with the next event of the stream.
    const writer = new Writer(stack, "shard0").duringTest();
    await stack.up();
    await writer.allArrived();
    await expectRows(200);
  });

  it("lets an id be the largest unsigned number", async () => {
    const needed = columnCases.filter((column) => !isNullable(column));
    const names = ["id", ...needed.map(columnName)].join(", ");
    const values = [String(LAST_ID), ...needed.map((column) => stored(column, 0))].join(", ");
    await stack.sql("shard0", `${MODE} INSERT INTO types.everything (${names}) VALUES (${values})`);
    await eventually("the row", async () => {
      expect((await everything()).get(String(LAST_ID))).toMatchObject({ id: LAST_ID });
    });
  });
});

describe("a text as id", () => {
  it("arrives as it is, whatever characters it has, up to 512 bytes", async () => {
    const ids = ['"quoted" \\ {{x}} <b>&amp;</b> 한😀', "a/b?c#d", "é".repeat(256)];
    const rows = ids.map((id) => `('${id}', 'text')`).join(", ");
    await stack.sql("shard0", `${MODE} INSERT INTO types.texts VALUES ${rows}`);
    await eventually("the rows", async () => {
      const found = await documents("texts");
      expect(Object.fromEntries(found)).toEqual(
        Object.fromEntries(ids.map((id) => [id, { id, body: "text" }])),
      );
    });
  });
});

describe("rows of 10 MB", () => {
  it("arrive whole, many at a time", async () => {
    const body = 'x "한" ';
    const times = 1_250_000;
    const ids = Array.from({ length: 12 }, (_, i) => `large-${i}`);
    const inserts = ids.map((id) => `INSERT INTO types.texts VALUES ('${id}', REPEAT('${body}', ${times}));`);
    await stack.sql("shard0", inserts.join("\n"));
    const arrived = async (count: number) => {
      const query = { size: 0, query: { prefix: { id: "large-" } } };
      expect((await stack.search("texts", query)).total).toBe(count);
    };
    await eventually("the rows", () => arrived(ids.length), 300);
    const { hits } = await stack.search("texts", { query: { term: { id: "large-11" } } });
    // Not by `toEqual`, which would show both.
    expect((hits[0]?._source as { body: string }).body === body.repeat(times)).toBe(true);
    // What follows reads every row several times.
    await stack.sql("shard0", "DELETE FROM types.texts WHERE id LIKE 'large-%'");
    await eventually("the deletes", () => arrived(0), 300);
  });
});

describeVerify(stack);
