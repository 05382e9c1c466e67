import { describe, expect, it } from "vitest";
import { consequences } from "./consequences";
import { connectorInputs } from "../testing/connector";

const rows = { "products.products": 2800, "products.notes": 12 };
const olds = connectorInputs();
const other = (config: Record<string, string>) => ({ config: { ...olds.config, ...config } });

describe("consequences", () => {
  it("are none where nothing changes, and none of settings that do nothing to the data", () => {
    expect(consequences(olds, { ...olds, timeout: 5, ...other({ "poll.interval.ms": "5" }) })).toEqual([]);
  });

  it.each<[string, Partial<typeof olds>, string]>([
    [
      "another name",
      { name: "d" },
      "Another name is another connector: 'c' is deleted with its offsets, and 'd' reads 2,800 rows of products.products again; a row deleted between the two stays in the topics.",
    ],
    [
      "another topic.prefix",
      other({ "topic.prefix": "eu" }),
      "topic.prefix 'shard0' -> 'eu' begins a new stream: it reads 2,800 rows of products.products again into topics 'eu.*', and topics 'shard0.*' get no more changes.",
    ],
    [
      "a reset of the offsets",
      { offsetsReset: 1 },
      "offsetsReset 0 -> 1 stops it and forgets its position: it reads 2,800 rows of products.products again; a row deleted meanwhile stays in the topics, unless they are emptied too.",
    ],
    [
      "a reset of the offsets without a snapshot",
      { offsetsReset: 1, ...other({ "snapshot.mode": "no_data" }) },
      "offsetsReset 0 -> 1 stops it and forgets its position: it reads no row that is there now; a row deleted meanwhile stays in the topics, unless they are emptied too.",
    ],
    [
      "another server id",
      other({ "database.server.id": "5009" }),
      "database.server.id 5001 -> 5009 makes it another replica for MySQL: it goes on where it was, and no row is read again.",
    ],
    [
      "another server",
      other({ "database.hostname": "mysql-3399" }),
      "It moves from mysql-3308:3306 to mysql-3399:3306 with its position: it goes on if that server has the same transactions (GTIDs), else it FAILS until offsetsReset is raised.",
    ],
    [
      "another history topic",
      other({ "schema.history.internal.kafka.topic": "h2" }),
      "The schema history moves from 'schemahistory.shard0' to 'h2': it is built from the tables as they are now.",
    ],
    [
      "one more table",
      other({ "table.include.list": "products\\.products,products\\.notes" }),
      "products.notes is new to it: 12 rows of products.notes are read by an incremental snapshot while the stream goes on.",
    ],
    [
      "one more table without signals",
      { signal: undefined, ...other({ "table.include.list": "products\\.products,products\\.notes" }) },
      "products.notes is new to it: rows that are there already are not read.",
    ],
    [
      "another table",
      other({ "table.include.list": "products\\.other" }),
      "products.other is new to it: all rows of products.other are read by an incremental snapshot while the stream goes on.",
    ],
    [
      "another snapshot mode",
      other({ "snapshot.mode": "when_needed" }),
      "snapshot.mode 'initial' -> 'when_needed' counts when it next starts without a position: nothing is read now.",
    ],
    [
      "a snapshot at every start",
      other({ "snapshot.mode": "always" }),
      "snapshot.mode 'initial' -> 'always' reads all rows at every start.",
    ],
    [
      "a new generation of the rows",
      { snapshot: 1 },
      "snapshot 0 -> 1 reads 2,800 rows of products.products again by an incremental snapshot while the stream goes on.",
    ],
    [
      "another shape of the records",
      other({ "decimal.handling.mode": "double", "transforms.unwrap.add.fields": "op" }),
      "decimal.handling.mode, transforms.unwrap.add.fields: records change their shape from now on; those in the topics keep theirs until snapshot is raised.",
    ],
    [
      "a pause",
      { state: "paused" },
      "It is paused: changes wait in the binlog of MySQL, and are lost when it purges them before the connector runs again.",
    ],
  ])("say what %s does", (_, change, sentence) => {
    expect(consequences(olds, { ...olds, ...change }, rows)[0]).toBe(sentence);
  });

  it("say what is no longer captured", () => {
    const more = { ...olds, ...other({ "table.include.list": "products\\.products,products\\.notes" }) };
    expect(consequences(more, olds, rows)).toEqual([
      "products.notes is taken from it: changes there are no longer captured, and what the topic holds stays.",
    ]);
  });

  it.each([
    ["paused", "It runs again from where it was."],
    ["failed", "It is failed now: what FAILED is restarted."],
  ])("say what happens to one that is %s and shall run", (state, sentence) => {
    expect(consequences({ ...olds, state }, olds)).toEqual([sentence]);
  });

  it("speak of every table when no table is named", () => {
    const all = { ...olds, config: { "topic.prefix": "shard0" } };
    expect(consequences(all, { ...all, snapshot: 2 }, rows)).toEqual([
      "snapshot 0 -> 2 reads all rows of every table again by an incremental snapshot while the stream goes on.",
    ]);
  });
});
