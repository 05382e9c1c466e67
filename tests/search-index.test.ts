import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import axios from "axios";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { Load } from "../operations/chaos/load";
import { expectEnd, killOnce } from "./support/processes";
import { eventually, ROOT } from "./support/run";
import { TestStack } from "./support/stack";
import { describeUpgrade } from "./upgrade.suite";

const stack = new TestStack("test-index", 16_000, 1);
const TOPIC = "shard0.products.products";
const folder = mkdtempSync(join(tmpdir(), "shardview-index-"));
const file = join(folder, "products.json");

interface Mapping {
  settings: Record<string, unknown>;
  mappings: { properties: Record<string, Record<string, unknown>> };
}

let mapping = JSON.parse(readFileSync(join(ROOT, "indices/products.json"), "utf8")) as Mapping;

/** Writes the mapping file anew, with changes that stay. */
function changeMapping(change: (mapping: Mapping) => void): void {
  change(mapping);
  writeFileSync(file, JSON.stringify(mapping));
}

function configure(settings: Record<string, unknown> = {}): void {
  stack.settings = { tables: [{ table: "products.products", id: "id", mapping: file }], ...settings };
  stack.writeConfig();
}

async function generations(): Promise<string[]> {
  const { data } = await axios.get<object>(`${stack.searchUrl}/${TOPIC}-*`);
  return Object.keys(data).sort();
}

/** The one generation that there is. */
async function current(): Promise<string> {
  const names = await generations();
  expect(names).toHaveLength(1);
  return names[0] ?? "";
}

/** The name of the generation after this one. */
function after(index: string): string {
  return `${TOPIC}-${String(Number(index.slice(-6)) + 1).padStart(6, "0")}`;
}

function insertStatement(id: number, columns = "stock", values = "5"): string {
  return `INSERT INTO products.products (id, sku, name, price, updated_at, ${columns}) VALUES (${id}, 'T-${id}', '새 우산', 1, NOW(6), ${values})`;
}

async function insert(...row: Parameters<typeof insertStatement>): Promise<void> {
  await stack.sql("shard0", insertStatement(...row));
}

async function awaitRow(id: number): Promise<void> {
  await eventually(`row ${id}`, async () => {
    expect((await stack.search("products", { query: { ids: { values: [String(id)] } } })).total).toBe(1);
  });
}

beforeAll(async () => {
  await stack.init();
  changeMapping(() => undefined);
  configure();
  await stack.up();
});

afterAll(async () => {
  await stack.remove();
  rmSync(folder, { recursive: true });
});

describeUpgrade(stack);

describe("a mapping file that does not fit the table", () => {
  it("is refused in the preview, by what the running MySQL says of its columns", async () => {
    const good = structuredClone(mapping);
    changeMapping(({ mappings }) => {
      mappings.properties["stock"] = { type: "short" };
      mappings.properties["colour"] = { type: "keyword" };
    });
    const { code, output } = await stack.pulumi("preview");
    mapping = good;
    changeMapping(() => undefined);
    expect(code).not.toBe(0);
    expect(output).toContain("maps 'colour', which is no column of products.products in shard0");
    expect(output).toContain("field 'stock' is short, which cannot hold int, the type of the column");
  });
});

describe("a new field of a new column", () => {
  it("is changed in place, and rows are found by it", async () => {
    await stack.sql("shard0", "ALTER TABLE products.products ADD COLUMN color VARCHAR(20)");
    changeMapping(({ settings, mappings }) => {
      settings["refresh_interval"] = "150ms";
      mappings.properties["color"] = { type: "keyword" };
    });
    const { output } = await stack.succeed("preview");
    expect(output).toContain(
      `index '${TOPIC}-000001' is changed in place: field 'color' is new, setting 'index.refresh_interval' becomes "150ms"`,
    );
    await stack.up();
    expect(await generations()).toEqual([`${TOPIC}-000001`]);
    await insert(910_001, "color", "'red'");
    await eventually("the row by its color", async () => {
      expect((await stack.search("products", { query: { term: { color: "red" } } })).total).toBe(1);
    });
  });
});

describe("a breaking change", () => {
  it("is said in the preview with the number of documents", async () => {
    changeMapping(({ mappings }) => {
      mappings.properties["stock"] = { type: "long" };
    });
    const documents = await stack.count("products");
    const { output } = await stack.succeed("preview");
    expect(output).toContain(
      `index '${TOPIC}-000001' is rebuilt as '${TOPIC}-000002' (field 'stock' is another): ` +
        `${documents} documents are read again from its topic; searches go on with the old one until then`,
    );
  });

  it("is rebuilt without an error, a missing or a stale row for those who search and write meanwhile", async () => {
    let ended = false;
    let written = 0;
    const faults: string[] = [];
    const session = stack.session("shard0");
    const write = async () => {
      while (!ended) {
        written++;
        await session.run(`${insertStatement(920_000 + written)};`);
        await session.run(`UPDATE products.products SET stock = ${written} WHERE id = 910001;`);
        await pause(50);
      }
      await session.close();
    };
    const search = async () => {
      // Of one who searches again and again: two at once may be answered in another order than they asked.
      const seen = new Map<string, number>();
      while (!ended) {
        const query = { size: 10_000, query: { bool: { filter: { range: { id: { gte: 910_000 } } } } } };
        const { data, status } = await axios.post<{
          _shards: { failed: number };
          hits: { hits: { _id: string; _source: { stock: number } }[] };
        }>(`${stack.searchUrl}/products/_search`, query, { validateStatus: () => true });
        if (status !== 200 || data._shards.failed > 0) faults.push(JSON.stringify(data));
        else {
          const found = new Map(data.hits.hits.map((hit) => [hit._id, hit._source.stock] as const));
          for (const [id, stock] of seen) {
            const now = found.get(id);
            if (now === undefined || (id === "910001" && now < stock))
              faults.push(`${id}: ${stock}, then ${now}`);
          }
          for (const [id, stock] of found) seen.set(id, stock);
        }
        await pause(20);
      }
    };
    const others = Promise.all([write(), search(), search()]);
    await stack.up();
    ended = true;
    await others;
    expect(faults).toEqual([]);
    expect(written).toBeGreaterThan(10);
    expect(await generations()).toEqual([`${TOPIC}-000002`]);
    const pipelines = await axios.get<object>(`${stack.searchUrl}/_ingest/pipeline/${TOPIC}-*`);
    expect(Object.keys(pipelines.data)).toEqual([`${TOPIC}-000002`]);
    await awaitRow(920_000 + written);
    await eventually("the newest value", async () => {
      const { hits } = await stack.search("products", { query: { ids: { values: ["910001"] } } });
      expect(hits[0]?._source).toMatchObject({ stock: written });
    });
  });
});

describe("a rebuild that is killed", () => {
  beforeAll(() => {
    stack.clearsUp = true;
  });

  afterAll(() => {
    stack.clearsUp = false;
  });

  async function killedUp(): Promise<void> {
    const before = await generations();
    const args = ["pulumi", "--", "up", "--yes", "--non-interactive", "--stack", stack.name];
    const parts = await killOnce(stack, args, "the new generation", async () => {
      expect((await generations()).length).toBe(before.length + 1);
    });
    expect(parts).toHaveLength(2);
    await expectEnd(parts);
    await stack.pulumi("cancel", "--yes");
  }

  it("is finished by the next `up`", async () => {
    changeMapping(({ mappings }) => {
      mappings.properties["stock"] = { type: "double" };
    });
    await killedUp();
    await stack.up();
    expect(await generations()).toEqual([`${TOPIC}-000003`]);
    await awaitRow(910_001);
  });

  it("is rolled back by the next `up` when the mapping is", async () => {
    const good = structuredClone(mapping);
    changeMapping(({ mappings }) => {
      mappings.properties["stock"] = { type: "keyword" };
    });
    const before = await current();
    await killedUp();
    mapping = good;
    changeMapping(() => undefined);
    await stack.up();
    // What was killed may have come to its end before it noticed: then it is built once more.
    expect([before, after(after(before))]).toContain(await current());
    const { data } = await axios.get<object>(`${stack.searchUrl}/products/_mapping`);
    expect(data).toMatchObject({
      [await current()]: { mappings: { properties: { stock: { type: "double" } } } },
    });
    await awaitRow(910_001);
  });
});

describe("refresh", () => {
  it("shows an alias, setting and poller that were changed by hand, and `up` puts them right in place", async () => {
    const index = await current();
    await axios.delete(`${stack.searchUrl}/${index}/_alias/products`);
    await axios.put(`${stack.searchUrl}/${index}/_settings`, { "index.refresh_interval": "7s" });
    await axios.post(`${stack.searchUrl}/${index}/ingestion/_pause`);
    const { output } = await stack.succeed("refresh", "--yes", "--diff");
    expect(output.replaceAll('\\"', '"')).toContain(
      `setting 'index.refresh_interval' is "7s" by hand, not "150ms"`,
    );
    expect(output).toContain("paused");
    await stack.up();
    expect(await generations()).toEqual([index]);
  });

  it("shows a field that was added by hand, and `up` rebuilds without it", async () => {
    const index = await current();
    await axios.put(`${stack.searchUrl}/${index}/_mapping`, { properties: { mine: { type: "keyword" } } });
    const { output } = await stack.up("--refresh");
    expect(output).toContain("(field 'mine' is new, by hand)");
    expect(await current()).toBe(after(index));
    await stack.succeed("preview", "--refresh", "--expect-no-changes");
  });
});

describe("an index that was deleted by hand", () => {
  it("is made anew by `up --refresh`, also while hundreds of rows a second are written", async () => {
    const load = new Load([{ container: stack.mysqlContainer("shard0") }], 400, 1);
    onTestFinished(async () => {
      await load.stop();
    });
    await axios.delete(`${stack.searchUrl}/${await current()}`);
    configure({ ...stack.settings, readyTimeout: 60 });
    const { steps } = await stack.up("--refresh");
    expect(steps).toMatchObject({ [`SearchIndex ${TOPIC}`]: "create" });
    expect(await load.stop()).toBeGreaterThan(1000);
    await eventually("every row", async () => {
      expect(await stack.count("products")).toBe(await stack.rows("shard0"));
    });
  });
});

describe("an index that serves", () => {
  it("commits what it has read while it goes on, so that a killed engine has little to read again", async () => {
    /** Offset that a restarted engine reads from; none before the first commit of what was read. */
    const committed = async () => {
      const commit = "indices.*.shards.*.commit.user_data.batch_start";
      const { data } = await axios.get<object>(
        `${stack.searchUrl}/${TOPIC}-*/_stats?level=shards&filter_path=${commit}`,
      );
      return Number(/"batch_start":"(\d+)"/.exec(JSON.stringify(data))?.[1] ?? -1);
    };
    const offset = await stack.topicEnd(TOPIC);
    await insert(900090);
    await eventually("a commit behind the row", async () => {
      expect(await committed()).toBeGreaterThanOrEqual(offset);
    });
  });
});

describe("a message that the mapping does not fit", () => {
  let offset = 0;

  it("is named by the next `up`, with key and the engine's reason", async () => {
    offset = await stack.topicEnd(TOPIC);
    await stack.produce(TOPIC, '{"id":1}', '{"id":1,"stock":"many","__deleted":"false"}');
    await insert(930_001);
    const index = await current();
    await eventually("the index to wait", async () => {
      const { output } = await stack.succeed("preview");
      expect(output).toContain(`index '${index}' waits at a message that it cannot take`);
    });
    const { code, output } = await stack.pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toContain(
      `index '${index}' cannot take a message of its topic and waits at it: topic ${TOPIC}, partition 0, offset ${offset}, ` +
        `key {"id":1}: failed to parse field [stock] of type [double] in document with id '1'. Preview of field's value: 'many': ` +
        `For input string: "many". Correct the mapping, or leave the message out: ` +
        `add {"topic":"${TOPIC}","partition":0,"offset":${offset}} to 'skip'`,
    );
  });

  it("is left out when the stack says so; the rows after it arrive, and nothing is left to change", async () => {
    configure({ skip: [{ topic: TOPIC, offset }] });
    await stack.up();
    await awaitRow(930_001);
  });

  it("is left out by a rebuild too", async () => {
    changeMapping(({ mappings }) => {
      mappings.properties["stock"] = { type: "integer" };
    });
    const before = await current();
    await stack.up();
    await awaitRow(930_001);
    expect(await current()).toBe(after(before));
  });
});
