import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "./testing/fake-command";
import { fakeEngine, type FakeIndex } from "./testing/fake-engine";
import { ROOT } from "./testing/fixtures";
import { scriptedServer, type Script } from "./testing/http-server";
import { loadedModules, oldResources, revive, type OldResource } from "./testing/old-state";
import { declareProgram, type Declared } from "./testing/program";

const old = oldResources(0);
const texts = new Set(old.map(({ properties }) => properties.__provider));
let dev: Declared;

beforeAll(async () => {
  [dev] = await declareProgram([{}]);
}, 60_000);

function oldOf(type: string): OldResource {
  return old.find((resource) => resource.type.endsWith(`:${type}`)) ?? expect.fail(`no old ${type}`);
}

/** Old names, which the resources of today have as aliases. */
const RENAMED: Record<string, string> = { "inventory-connector-0": "shard0" };

/** What the program declares now in the place of an old resource. */
function declared({ type, name: oldName }: OldResource): Record<string, unknown> & { __provider: string } {
  const name = RENAMED[oldName] ?? oldName;
  const resource = dev.resources.find((r) => r.type === type && r.name === name);
  if (!resource) return expect.fail(`${type} '${name}' is declared no more`);
  return resource.inputs as ReturnType<typeof declared>;
}

const CONNECTOR = "/connectors/inventory-connector-0";
const INDEX = "shard0.products.products-000001";

/** A Connect and a search engine in which all is as the old state says. */
function liveServer(changes: Script = {}): Script {
  const stats = {
    consumer_stats: { pointer_based_lag: 0, total_polled_count: 9 },
    message_processor_stats: { total_processed_count: 9, total_failed_count: 0 },
  };
  const running = { connector: { state: "RUNNING" }, tasks: [{ id: 0, state: "RUNNING" }] };
  return {
    [`GET ${CONNECTOR}/config`]: { status: 200, body: oldOf("Connector").properties["config"] },
    [`GET ${CONNECTOR}/status`]: { status: 200, body: running },
    [`GET ${CONNECTOR}/offsets`]: { status: 200, body: { offsets: [{ offset: { file: "binlog.000002" } }] } },
    [`PUT ${CONNECTOR}/stop`]: { status: 204 },
    [`DELETE ${CONNECTOR}/offsets`]: { status: 200, body: {} },
    [`DELETE ${CONNECTOR}`]: { status: 204 },
    [`GET /${INDEX}/_alias`]: { status: 200, body: { [INDEX]: { aliases: { products: {} } } } },
    [`GET /${INDEX}/ingestion/_state`]: {
      status: 200,
      body: { ingestion_state: { [INDEX]: [{ poller_state: "POLLING", poller_paused: false }] } },
    },
    [`GET /${INDEX}/_stats?level=shards`]: {
      status: 200,
      body: {
        indices: {
          [INDEX]: { shards: { 0: [{ routing: { primary: true }, polling_ingest_stats: stats }] } },
        },
      },
    },
    [`POST /${INDEX}/_refresh`]: { status: 200, body: {} },
    [`DELETE /${INDEX}`]: { status: 200, body: {} },
    [`DELETE /_ingest/pipeline/${INDEX}`]: { status: 200, body: {} },
    ...changes,
  };
}

describe("provider code of an older version, in the state", () => {
  it("reads a connector", async () => {
    const { url } = await scriptedServer(liveServer());
    const { id, properties } = oldOf("Connector");
    const live = { ...properties, url };
    expect(await revive(properties.__provider).read(id, live)).toEqual({ id, props: live, inputs: live });
  });

  it("deletes a connector with its offsets", async () => {
    const server = await scriptedServer(liveServer());
    const { id, properties } = oldOf("Connector");
    await revive(properties.__provider).delete(id, { ...properties, url: server.url });
    expect(server.lines()).toEqual([
      `PUT ${CONNECTOR}/stop`,
      `DELETE ${CONNECTOR}/offsets`,
      `DELETE ${CONNECTOR}`,
    ]);
  });

  it("reads an index", async () => {
    const { url } = await scriptedServer(liveServer());
    const { id, properties } = oldOf("SearchIndex");
    const live = { ...properties, url };
    expect(await revive(properties.__provider).read(id, live)).toEqual({ id, props: live, inputs: live });
  });

  it("deletes an index with its pipeline", async () => {
    const server = await scriptedServer(liveServer());
    const { id, properties } = oldOf("SearchIndex");
    await revive(properties.__provider).delete(id, { ...properties, url: server.url });
    expect(server.lines()).toEqual([`DELETE /${INDEX}`, `DELETE /_ingest/pipeline/${INDEX}`]);
  });

  it("runs with a package of another version and layout than it was written with", async () => {
    const { url } = await scriptedServer(liveServer());
    const { id, properties } = oldOf("Connector");
    const live = { ...properties, url };
    expect(await readBesideAnotherAxios(id, live)).toEqual({ id, props: live, inputs: live });
  });
});

describe("the provider code of this version", () => {
  it.each(old.map((resource) => [resource.name, resource] as const))(
    "replaces nothing that an older version made: %s",
    async (_, resource) => {
      const news = declared(resource);
      const { diff } = revive(news.__provider);
      const olds = { ...resource.properties, __provider: "older" };
      expect(await diff(resource.id, olds, news)).toMatchObject({ changes: true, replaces: [] });
    },
  );

  it("takes over a connector without a word to it", async () => {
    const server = await scriptedServer(liveServer());
    const { id, properties } = oldOf("Connector");
    // But for the settings that this version adds.
    const news = { ...declared(oldOf("Connector")), url: server.url, config: properties["config"] };
    await revive(news.__provider).update(id, { ...properties, url: server.url }, news);
    expect(server.lines().filter((line) => !line.startsWith("GET "))).toEqual([]);
  });

  it("takes over an index in place: with a mark in its mapping, and the settings that this version adds", async () => {
    const { id, properties } = oldOf("SearchIndex");
    const { index } = properties["definition"] as { index: Pick<FakeIndex, "mappings" | "settings"> };
    const engine = await fakeEngine({ [INDEX]: { ...index, aliases: ["products"] } });
    const news = { ...declared(oldOf("SearchIndex")), url: engine.url };
    await revive(news.__provider).update(id, { ...properties, url: engine.url }, news);
    expect(engine.writes).toEqual([
      `PUT /${INDEX}/_settings`,
      `PUT /_ingest/pipeline/${INDEX}`,
      `PUT /${INDEX}/_mapping`,
    ]);
    expect(engine.indexes[INDEX]?.settings).toMatchObject({
      ...index.settings,
      "index.periodic_flush_interval": "30s",
      "index.merge_on_flush.enabled": false,
      "index.merge.policy.floor_segment": "2mb",
      "index.ingestion_source.param.fetch.max.wait.ms": "2000",
    });
    expect(engine.indexes[INDEX]?.mappings).toMatchObject(index.mappings);
  });

  it("names packages only, as the older one did: no file in them, which an upgrade could move", () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    for (const text of [...texts, ...old.map((resource) => declared(resource).__provider)]) {
      const loaded = loadedModules(text).filter((name) => !isBuiltin(name));
      expect(loaded.filter((name) => !(name in dependencies))).toEqual([]);
      expect(text).not.toContain("node_modules");
    }
    expect(new Set([...texts].flatMap(loadedModules))).toContain("axios");
  });
});

/**
 * Runs the old code's `read` as Pulumi's host does, in a folder where `axios` is another version: its entry lies elsewhere,
 * and nothing else of it is there.
 */
async function readBesideAnotherAxios(id: string, props: OldResource["properties"]): Promise<unknown> {
  const folder = temporaryFolder();
  const axios = join(folder, "node_modules/axios");
  mkdirSync(join(axios, "elsewhere"), { recursive: true });
  writeFileSync(join(axios, "package.json"), '{"name": "axios", "main": "elsewhere/entry.cjs"}');
  writeFileSync(
    join(axios, "elsewhere/entry.cjs"),
    `exports.request = async ({ method, url }) => {
      const answer = await fetch(url, { method });
      return { status: answer.status, data: await answer.json() };
    };`,
  );
  const host = createRequire(require.resolve("@pulumi/pulumi")).resolve("require-from-string");
  const script = `
    const [host, id, props] = process.argv.slice(1);
    const provider = require(host)(JSON.parse(props).__provider).handler();
    provider.read(id, JSON.parse(props)).then((read) => console.log(JSON.stringify(read)));`;
  const args = ["-e", script, host, id, JSON.stringify(props)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  return JSON.parse(stdout) as unknown;
}
