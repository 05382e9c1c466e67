import { describe, expect, it } from "vitest";
import { problemsOf, type ConnectorFacts, type TableStatus } from "./facts";
import { renderStatus } from "./render";

const connector: ConnectorFacts = {
  ...{ name: "inventory-connector-0", state: "running", unconfirmed: 0, millisecondsBehind: 0 },
};
const well: TableStatus = {
  shard: "shard0",
  table: "products.products",
  mysql: { value: { position: "binlog.000002:1234", gtids: "3e11fa47:1-9" } },
  connector: { value: connector },
  topic: { value: { end: 2805, lastChange: "2026-02-03T04:05:06.789Z" } },
  poller: { value: { state: "polling", lag: 0 } },
  rows: { value: 2800 },
  documents: { value: 2800 },
  settled: true,
};
const silent = { error: "no answer\nat all" };
const connectorOf = (facts: Partial<ConnectorFacts>) => ({
  connector: { value: { ...connector, ...facts } },
});
const pollerOf = (state: "paused" | "blocked" | "starting" | "polling", lag = 0) => ({
  poller: { value: { state, lag } },
});

describe("renderStatus", () => {
  it("says that all is well", () => {
    expect(renderStatus([well], [])).toBe(
      [
        "shard   MySQL  binlog              connector                       ms behind  table              topic end  poller   lag  rows  documents  last change",
        "shard0  up     binlog.000002:1234  inventory-connector-0: running          0  products.products       2805  polling    0  2800       2800  2026-02-03T04:05:06.789Z",
        "",
        "All is well.",
      ].join("\n"),
    );
  });

  it("shows what a source says instead of an answer in its place, and what to do", () => {
    const ill = { ...well, documents: { error: "x".repeat(99) }, mysql: silent, rows: silent };
    const tables = [{ ...ill, topic: { value: { end: 0 } } }];
    expect(renderStatus(tables, problemsOf(tables))).toBe(
      [
        `shard   MySQL      binlog  connector                       ms behind  table              topic end  poller   lag  rows       documents                                 last change`,
        `shard0  no answer  -       inventory-connector-0: running          0  products.products          0  polling    0  no answer  ${"x".repeat(39)}…  -`,
        "",
        "NOT WELL  shard0: MySQL does not answer: no answer at all. What to do: `npm start`, then `npm run status`.",
        `NOT WELL  shard0 products.products: the documents cannot be counted: ${"x".repeat(99)}. What to do: \`npm start\`, then \`npm run status\`.`,
      ].join("\n"),
    );
  });
});

describe("problemsOf", () => {
  it.each<[string, Partial<TableStatus>, string[]]>([
    ["a healthy table", {}, []],
    ["a table under writes", { settled: false, rows: { value: 2801 } }, []],
    [
      "counts that differ although everything has arrived",
      { documents: { value: 2799 } },
      ["shard0 products.products: 2800 rows, 2799 documents -> `npm run verify`"],
    ],
    ["a silent MySQL, once", { mysql: silent, rows: silent }, [silence("shard0: MySQL does not answer")]],
    [
      "rows that cannot be counted",
      { rows: silent },
      [silence("shard0 products.products: the rows cannot be counted")],
    ],
    ["a silent Connect", { connector: silent }, [silence("shard0: Connect does not answer")]],
    ["a silent Kafka", { topic: silent }, [silence("Kafka")]],
    [
      "a silent search engine",
      { poller: silent, documents: silent },
      [silence("shard0 products.products: the search engine does not answer")],
    ],
    [
      "a connector that FAILED",
      connectorOf({ state: "failed", failure: { cause: "java.lang.Oops: no disk", cure: "restart" } }),
      [
        "shard0: connector 'inventory-connector-0' FAILED: java.lang.Oops: no disk -> `npm start`, then `npm run status`",
      ],
    ],
    [
      "a connector that lost its position",
      connectorOf({ state: "failed", failure: { cause: "the binlog is purged", cure: "recover" } }),
      [
        "shard0: connector 'inventory-connector-0' FAILED: the binlog is purged -> `npm run recover -- shard0`",
      ],
    ],
    [
      "a connector that needs something changed",
      connectorOf({ state: "failed", failure: { cause: "too large", cure: "repair", remedy: "raise it" } }),
      ["shard0: connector 'inventory-connector-0' FAILED: too large -> raise it"],
    ],
    [
      "a connector that is gone",
      connectorOf({ state: "gone" }),
      ["shard0: there is no connector 'inventory-connector-0' -> `npm run pulumi -- up --refresh`"],
    ],
    [
      "a topic that is gone",
      { topic: { value: { end: 0, gone: true } } },
      ["shard0 products.products: its topic is gone -> `npm run recover -- shard0`"],
    ],
    [
      "a connector that is paused",
      connectorOf({ state: "paused" }),
      [
        "shard0: connector 'inventory-connector-0' is paused -> `npm run pulumi -- up --refresh`, unless the stack file says so",
      ],
    ],
    [
      "a connector that starts",
      connectorOf({ state: "starting" }),
      ["shard0: connector 'inventory-connector-0' has no running task -> wait, then `npm run status`"],
    ],
    [
      "a connector that is behind",
      connectorOf({ unconfirmed: 70, millisecondsBehind: 60_000 }),
      ["shard0: connector 'inventory-connector-0' is 60000 ms behind -> wait: it reads on"],
    ],
    [
      "a poller that is paused",
      pollerOf("paused"),
      ["shard0 products.products: the poller is paused -> `npm run pulumi -- up --refresh`"],
    ],
    [
      "a poller at a message that does not fit",
      pollerOf("blocked"),
      ["shard0 products.products: the poller waits at a message that does not fit -> `npm start` names it"],
    ],
    [
      "a poller that starts",
      pollerOf("starting"),
      ["shard0 products.products: the poller is starting -> wait, then `npm run status`"],
    ],
    [
      "an index that is far behind",
      pollerOf("polling", 2001),
      ["shard0 products.products: the index is 2001 messages behind -> wait: it reads on"],
    ],
  ])("of %s", (_, facts, problems) => {
    const told = problemsOf([{ ...well, ...facts }]);
    expect(told.map(({ where, what, remedy }) => `${where}: ${what} -> ${remedy}`)).toEqual(problems);
  });

  it("tells once what the tables of a shard have in common", () => {
    const tables = [well, { ...well, table: "products.notes" }].map((table) => ({
      ...table,
      mysql: silent,
      rows: silent,
    }));
    expect(problemsOf(tables)).toHaveLength(1);
  });
});

function silence(where: string): string {
  return `${where}: no answer\nat all -> \`npm start\`, then \`npm run status\``;
}
