import axios from "axios";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeAccounts } from "./accounts.suite";
import { describeChanges } from "./changes.suite";
import { describeChaos } from "./chaos.suite";
import { describeDoors } from "./doors.suite";
import { describeGrowth } from "./growth.suite";
import { describePasswords } from "./passwords.suite";
import { describeStart } from "./start.suite";
import { WITHOUT_C2 } from "./support/built-images";
import { docker, eventually } from "./support/run";
import { firstIndex } from "./support/running-stack";
import { TestStack } from "./support/stack";

const stack = new TestStack("test-env", 10_000);
const SHARDS = ["shard0", "shard1", "shard2"];

beforeAll(async () => {
  stack.unlikeDefault = { jvmOptions: WITHOUT_C2 }; // and a watcher
  stack.buildsImages = true;
  await stack.init();
  const { code, output } = await stack.npm("start");
  expect(output).toContain("shard2");
  expect(code).toBe(0);
});

afterAll(async () => {
  await stack.remove();
});

describeStart(stack);
describeChanges(stack);
describeAccounts(stack);
describeDoors(stack);

describe("a second run", () => {
  it("of `npm start` changes nothing and finishes with the same containers", async () => {
    const before = await stack.containers();
    const { code, output } = await stack.npm("start");
    expect(code).toBe(0);
    expect(output).toMatch(/\d+ unchanged/);
    expect(output).not.toMatch(/\d+ (created|updated|replaced|deleted)/);
    expect(output).not.toMatch(/warning/i);
    expect(await stack.containers()).toEqual(before);
  });
});

describe("refresh", () => {
  const connectors = `${stack.connectUrl}/connectors`;

  it("shows connectors and indexes that were changed by hand, and `up` puts them right with every row", async () => {
    const changed = `${connectors}/inventory-connector-0/config`;
    const { data } = await axios.get<Record<string, string>>(changed);
    await axios.put(changed, { ...data, "snapshot.fetch.size": "500" });
    await axios.put(`${connectors}/inventory-connector-1/pause`, {});
    await axios.delete(`${connectors}/inventory-connector-2`);
    await axios.delete(`${stack.searchUrl}/${firstIndex("shard0")}`);
    await axios.delete(`${stack.searchUrl}/${firstIndex("shard1")}/_alias/products`);
    await eventually("the pause", async () => {
      const status = await axios.get<{ tasks: { state: string }[] }>(
        `${connectors}/inventory-connector-1/status`,
      );
      expect(status.data.tasks[0]?.state).toBe("PAUSED");
    });
    const drift = {
      "Connector shard0": "update",
      "Connector shard1": "update",
      "Connector shard2": "create",
      "SearchIndex shard0.products.products": "create",
      "SearchIndex shard1.products.products": "update",
    };
    expect(await stack.previewSteps("--refresh")).toEqual(drift);
    expect((await stack.up("--refresh")).steps).toEqual(drift);
    expect(await stack.count("products")).toBe(await stack.rows(...SHARDS));
  });
});

describeGrowth(stack);
describePasswords(stack);

describe("the containers", () => {
  it("stop cleanly when asked to, keep their data, and the pipeline goes on when they run again", async () => {
    const containers = Object.keys(await stack.containers());
    await docker(["stop", "--time", "60", ...containers]);
    const exits = await docker(["inspect", "--format", "{{.Name}} {{.State.ExitCode}}", ...containers]);
    // 143 is a JVM's own end after SIGTERM; 137 would be the kill after the grace period.
    expect(exits.split("\n").filter((line) => !/ (0|143)$/.test(line))).toEqual([]);
    await docker(["start", ...containers]);
    const statement =
      "INSERT INTO products.products VALUES (900010, 'T-10', 'again', NULL, 1, 0, NULL, NOW(6))";
    const insert = async () => {
      await stack.sql("shard2", statement);
    };
    await eventually("MySQL", insert, 120);
    await eventually(
      "the row",
      async () => {
        const { total } = await stack.search(firstIndex("shard2"), {
          query: { ids: { values: ["900010"] } },
        });
        expect(total).toBe(1);
      },
      180,
    );
    expect(await stack.count("products")).toBe(await stack.rows(...stack.shards.map(({ name }) => name)));
  });
});

describeChaos(stack);

describe("npm run down", () => {
  it("leaves no container, network or volume, and touches nothing else", async () => {
    await docker(["volume", "create", "shardview-test-bystander"]);
    const { code, output } = await stack.npm("down");
    expect(output).not.toContain("error");
    expect(code).toBe(0);
    expect(await stack.leftovers()).toEqual([]);
    await docker(["volume", "rm", "shardview-test-bystander"]);
  });

  it("has nothing to do a second time", async () => {
    expect((await stack.npm("down")).code).toBe(0);
  });
});
