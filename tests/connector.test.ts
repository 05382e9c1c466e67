import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axios from "axios";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConnectorStatus } from "../components/connect/client";
import { describeAlterTable } from "./alter-table.suite";
import { loseThePosition } from "./support/lost-position";
import { eventually } from "./support/run";
import { TestStack } from "./support/stack";
import { Writer } from "./support/writer";

const stack = new TestStack("test-connector", 15_000, 1);
const products = { table: "products.products", id: "id", mapping: "indices/products.json" };
// No record fits: the task fails at its first one, whatever Connect's validation says before.
const failing = { "producer.override.max.request.size": "10" };

beforeAll(async () => {
  await stack.init();
});

afterAll(async () => {
  await stack.remove();
});

function configure(settings: Record<string, unknown>, shard: Record<string, unknown> = {}): void {
  stack.settings = settings;
  stack.shards = [{ ...stack.shard(0), ...shard }];
  stack.writeConfig();
}

const connector = (name = "inventory-connector-0") => `${stack.connectUrl}/connectors/${name}`;

async function connectors(): Promise<string[]> {
  return (await axios.get<string[]>(`${stack.connectUrl}/connectors`)).data;
}

async function status(name?: string): Promise<ConnectorStatus> {
  return (await axios.get<ConnectorStatus>(`${connector(name)}/status`)).data;
}

async function trace(): Promise<string> {
  return (await status()).tasks.map((task) => task.trace).join();
}

async function state(name?: string): Promise<string> {
  const data = await status(name);
  return [data.connector, ...data.tasks].map((part) => part.state).join();
}

async function put(changes: Record<string, string>, name?: string): Promise<void> {
  const { data } = await axios.get<Record<string, string>>(`${connector(name)}/config`);
  await axios.put(`${connector(name)}/config`, { ...data, ...changes });
}

const insert = (id: number) =>
  stack.sql(
    "shard0",
    `INSERT INTO products.products VALUES (${id}, 'T-${id}', 'x', NULL, 1, 0, NULL, NOW(6))`,
  );

describe("a connector that is created and fails", () => {
  it("fails `up` with the trace, and stays in the state", async () => {
    configure({ connectorConfig: failing });
    const { code, output } = await stack.pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toContain("connector 'inventory-connector-0' FAILED in its snapshot: ");
    expect(output).toContain("RecordTooLargeException");
  });

  it("is repaired by the next `up`", async () => {
    configure({});
    const { steps } = await stack.up();
    expect(steps).toMatchObject({ "Connector shard0": "update" });
    expect(await state()).toBe("RUNNING,RUNNING");
  });

  it("that ended before the first row of its snapshot reads all rows at the next `up --refresh`", async () => {
    const before = await stack.topicEnd("shard0.products.products");
    await loseThePosition(connector());
    await eventually("the failure", async () => {
      expect(await trace()).toContain("Source offset 'file' parameter is missing");
    });
    expect((await stack.up("--refresh")).steps).toEqual({ "Connector shard0": "update" });
    const rows = await stack.rows("shard0");
    expect(await stack.topicEnd("shard0.products.products")).toBe(before + rows);
  });
});

describe("a preview", () => {
  it("refuses what Connect does not take, in Connect's words", async () => {
    configure({ connectorConfig: { "poll.interval.ms": "x" } });
    const { code, output } = await stack.pulumi("preview");
    expect(code).not.toBe(0);
    expect(output).toContain(
      "property config[\"poll.interval.ms\"] value {<nil>} has a problem: The 'poll.interval.ms' value is invalid: A long value is expected",
    );
  });

  it("refuses what loses events", async () => {
    const connectorConfig = { "errors.tolerance": "all" };
    configure({ connectorConfig });
    const { code, output } = await stack.pulumi("preview");
    expect(code).not.toBe(0);
    expect(output).toContain(
      "loses changes in silence: the connector drops records that a converter or transform cannot take. " +
        'If that is meant, add "errors.tolerance" to acceptLoss',
    );
  });

  it("plans nothing for state in which the connector has the name that it had before", async () => {
    configure({});
    const { stdout } = await stack.succeed("stack", "export");
    const urn = /"urn:pulumi:[^"]*shardview:Connector::shard0"/.exec(stdout)?.[0].slice(1, -1) ?? "";
    await stack.succeed("state", "rename", urn, "inventory-connector-0", "--yes");
    expect((await stack.up()).steps).toEqual({});
  });
});

describe("drift", () => {
  it("of a setting that was added by hand, with which the task FAILED, is shown and put right", async () => {
    await put(failing);
    await insert(900001);
    await eventually("the failure", async () => {
      expect(await state()).toBe("RUNNING,FAILED");
    });
    const { output } = await stack.succeed("preview", "--refresh", "--diff");
    expect(output).toContain(
      "connector 'inventory-connector-0': It is failed now: what FAILED is restarted.",
    );
    expect(output).toMatch(/- *producer\.override\.max\.request\.size/);
    expect(output).toMatch(/state *: "failed" => "running"/);
    await stack.up("--refresh");
    await eventually("the row", async () => {
      expect((await stack.search("products", { query: { ids: { values: ["900001"] } } })).total).toBe(1);
    });
  });

  it("of a connector that was stopped by hand is shown and put right", async () => {
    await axios.put(`${connector()}/stop`, {});
    expect((await stack.up("--refresh")).steps).toEqual({ "Connector shard0": "update" });
    expect(await state()).toBe("RUNNING,RUNNING");
  });
});

describe("a new generation of the rows", () => {
  it("is read again while rows go on arriving", async () => {
    configure({}, { snapshot: 1 });
    const before = await stack.topicEnd("shard0.products.products");
    const { output } = await stack.succeed("preview");
    expect(output).toMatch(
      /snapshot 0 -> 1 reads .* rows of products\.products again by an incremental snapshot while the stream goes on\./,
    );
    const writer = new Writer(stack, "shard0").duringTest();
    await stack.up();
    await writer.allArrived();
    const rows = await stack.rows("shard0");
    expect(await stack.topicEnd("shard0.products.products")).toBeGreaterThanOrEqual(before + rows);
  });
});

describe("another captured table, and another profile", () => {
  it("has the rows read that it holds already", async () => {
    const mapping = join(mkdtempSync(join(tmpdir(), "shardview-mapping-")), "notes.json");
    writeFileSync(mapping, JSON.stringify({ mappings: { properties: { code: { type: "keyword" } } } }));
    await stack.sql(
      "shard0",
      "CREATE TABLE products.notes (code VARCHAR(20) PRIMARY KEY); INSERT INTO products.notes VALUES ('하나'), ('둘')",
    );
    const tables = [products, { table: "products.notes", id: "code", mapping }];
    configure({ profile: "throughput", tables }, { snapshot: 1 });
    await stack.up();
    expect(await stack.count("notes")).toBe(2);
  });

  it("changes the connector and the index that is there in place", async () => {
    const { data: config } = await axios.get<Record<string, string>>(`${connector()}/config`);
    expect(config).toMatchObject({ "max.batch.size": "2048", "poll.interval.ms": "50" });
    const index = "shard0.products.products-000001";
    const path = `${index}/_settings/index.refresh_interval?flat_settings=true`;
    expect((await axios.get<object>(`${stack.searchUrl}/${path}`)).data).toEqual({
      [index]: { settings: { "index.refresh_interval": "1s" } },
    });
  });
});

describe("the state of a connector", () => {
  it("is what the stack says", async () => {
    configure(stack.settings, { snapshot: 1, state: "paused" });
    await stack.up();
    expect(await state()).toBe("PAUSED,PAUSED");
  });
});

describe("another name", () => {
  it("replaces one resource, and the preview says what is read again", async () => {
    configure(stack.settings, { snapshot: 1, connector: "eu" });
    const { output } = await stack.succeed("preview");
    expect(output).toMatch(
      /Another name is another connector: 'inventory-connector-0' is deleted with its offsets, and 'eu' reads .* again; a row deleted between the two stays in the topics\./,
    );
    const { steps } = await stack.up();
    // The commands that have it take up another password or certificate name it too.
    expect(steps).toEqual({
      "Command shard0-password": "update",
      "Command shard0-certificate": "update",
      "Connector shard0": "replace",
    });
    expect(await connectors()).toEqual(["eu"]);
    expect(await state("eu")).toBe("RUNNING,RUNNING");
    await stack.succeed("preview", "--refresh", "--expect-no-changes");
  });
});

describe("a connector that FAILED", () => {
  it("can be destroyed, with what depends on it", async () => {
    const [name] = await connectors();
    await put(failing, name);
    await insert(950_001);
    await eventually("the failure", async () => {
      expect(await state(name)).toBe("RUNNING,FAILED");
    });
    const target = ["--target", "**dynamic/shardview:Connector::shard0", "--target-dependents"];
    await stack.succeed("destroy", "--yes", ...target);
    expect(await connectors()).toEqual([]);
  });
});

describeAlterTable(stack);
