import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "./config";
import { mappingColumnFaults } from "./rules/mapping";
import { parseMapping, reservedIndexSettings } from "./search/settings";
import { secretNames, settingNames, shardSchema, tableSchema } from "./settings";
import { devConfiguration, world } from "./testing/fixtures";
import { anyJson, anyText, hostileTexts } from "./testing/hostile";
import { asTexts } from "./testing/program";
import { ConfigurationError, planTopology } from "./topology";
import type { World } from "./world";

beforeAll(async () => {
  const mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
  await pulumi.runtime.setMocks(mocks, "shardview", "dev");
});

const good = asTexts(devConfiguration());
const FAULT = /^ {2}- \S.*: \S.*\. \S.*\.$/;

/** The message with which a configuration, given as the engine does, is refused; undefined when it gives a plan. */
function refusal(changes: Record<string, string>, around: Partial<World> = {}): string | undefined {
  const texts = Object.entries(changes).map(([key, text]) => [`shardview:${key}`, text]);
  pulumi.runtime.setAllConfig({ ...good, ...(Object.fromEntries(texts) as Record<string, string>) });
  const { settings, faults } = readConfig();
  const mappings = Object.fromEntries(
    settings.tables.map(({ mapping, id }) => [
      mapping,
      { mappings: { properties: { [id]: {} } }, reserved: [] },
    ]),
  );
  try {
    planTopology("dev", settings, world({ mappings, tables: [], ...around }), faults);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  return undefined;
}

/** A message that a terminal shows as it is: a count, and as many faults, each on a line, with path, rule and remedy. */
function expectReadable(message: string): void {
  const [first = "", ...lines] = message.split("\n");
  expect(first).toMatch(/^The configuration of stack 'dev' has \d+ faults?; nothing was changed\.$/);
  expect(Number(/\d+/.exec(first)?.[0])).toBe(lines.length);
  expect(lines.filter((line) => !FAULT.test(line))).toEqual([]);
  expect(lines.filter((line) => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(line))).toEqual([]);
  expect(lines.filter((line) => line.length > 5000)).toEqual([]);
}

function withoutNamespace(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key.slice("shardview:".length), text] as const),
  );
}

function expectAnswer(changes: Record<string, string>): void {
  const message = refusal(changes);
  if (message !== undefined) expectReadable(message);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}

const plainKeys = settingNames.filter((name) => !secretNames.includes(name));

describe("any configuration", () => {
  it("is answered with a plan or with all its faults, whatever stands under its keys", () => {
    const changes = fc.dictionary(fc.oneof(fc.constantFrom(...plainKeys), anyText), anyJson, { maxKeys: 6 });
    fc.assert(fc.property(changes, expectAnswer), { numRuns: 300 });
  }, 60_000);

  it("is answered so when one value of a shard or a table is anything", () => {
    const entry = (schema: object, key: string) =>
      fc
        .tuple(fc.constantFrom(...Object.keys(schema), "__proto__"), anyJson)
        .map(([inner, json]) => ({ [key]: `[{${JSON.stringify(inner)}: ${json}}]` }));
    const changes = fc.oneof(entry(shardSchema.shape, "shards"), entry(tableSchema.shape, "tables"));
    fc.assert(fc.property(changes, expectAnswer), { numRuns: 300 });
  }, 60_000);

  it("shows no password, however it is spoilt", () => {
    const mark = "mark-of-a-secret";
    const spoilt = anyText.map((text) => `${mark}${text}`);
    fc.assert(
      fc.property(fc.constantFrom(...secretNames), spoilt, anyJson, (key, password, shards) => {
        const named = { "database.password": password, "ssl.keystore.password": 5 };
        const message = refusal({ [key]: password, shards, connectorConfig: JSON.stringify(named) });
        expect(message).toBeDefined();
        expect(message).not.toContain(mark);
      }),
      { numRuns: 200 },
    );
    expect(refusal({ connectorConfig: `{"database.password": "${mark}"` })).not.toContain(mark);
  }, 60_000);
});

describe("a hostile text", () => {
  const shard = { name: "shard0", hostPort: 3308, serverId: 5001 };
  const table = { table: "products.products", id: "id", mapping: "indices/products.json" };
  // Keys of JavaScript's objects, which are names like others to everything else.
  const names = ["__proto__", "constructor", "toString"];
  const breaking = hostileTexts.filter((text) => !names.includes(text));

  it.each<[string, string[], (text: string) => Record<string, unknown>, string]>([
    ["name of a shard", breaking, (name) => ({ shards: [{ ...shard, name }] }), "shards[0].name"],
    ["connector", breaking, (connector) => ({ shards: [{ ...shard, connector }] }), "shards[0].connector"],
    ["table", hostileTexts, (name) => ({ tables: [{ ...table, table: name }] }), "tables[0].table"],
    ["table", breaking, (name) => ({ tables: [{ ...table, table: `a.${name}` }] }), "tables[0].table"],
    ["database", breaking, (name) => ({ tables: [{ ...table, table: `${name}.a` }] }), "tables[0].table"],
    ["alias", breaking, (alias) => ({ tables: [{ ...table, alias }] }), "tables[0].alias"],
    ["id column", breaking, (id) => ({ tables: [{ ...table, id }] }), "tables[0].id"],
    ["image", breaking, (mysql) => ({ images: { mysql } }), "images.mysql"],
    ["time zone", hostileTexts, (timeZone) => ({ timeZone }), "timeZone"],
    ["skipped topic", hostileTexts, (topic) => ({ skip: [{ topic, offset: 0 }] }), "skip[0].topic"],
    ["unknown key", hostileTexts, (key) => ({ [key]: "x" }), ""],
  ])("is refused as %s", (_, texts, changes, path) => {
    for (const text of texts) {
      const message =
        refusal(withoutNamespace(asTexts(changes(text)))) ?? expect.fail(`${text.slice(0, 30)} is taken`);
      expectReadable(message);
      expect(message).toContain(`  - ${path}`);
    }
  });

  it.each(names)("that is only a name, %s, makes a plan like others", (name) => {
    const changes = { tables: [{ ...table, table: `${name}.${name}`, id: name, alias: "a" }] };
    expect(refusal(withoutNamespace(asTexts(changes)))).toBeUndefined();
  });
});

describe("any mapping file", () => {
  const table = { table: "products.products", columns: [{ name: "id", type: "bigint", key: 1 }] };

  it("is refused with a sentence, or can be compared with the columns", () => {
    const shaped = anyJson.map(
      (json) => `{"settings": ${json}, "mappings": {"properties": {"id": ${json}}}}`,
    );
    const field = fc
      .tuple(fc.constantFrom("type", "fields", "copy_to", "properties", "ignore_above"), anyJson)
      .map(([key, json]) => `{"mappings": {"properties": {"id": {"${key}": ${json}}}}}`);
    fc.assert(
      fc.property(fc.oneof(anyJson, shaped, field), (text) => {
        let mapping;
        try {
          mapping = parseMapping(text);
        } catch (error) {
          expect((error as Error).message).toMatch(/JSON|^it (has|is) /);
          return;
        }
        const subject = { mapping: "indices/products.json", id: "id" };
        expect(mappingColumnFaults("p", subject, mapping.mappings, [table])).toBeInstanceOf(Array);
        expect(reservedIndexSettings(mapping)).toBeInstanceOf(Array);
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});
