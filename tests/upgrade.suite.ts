import { writeFileSync } from "node:fs";
import { join } from "node:path";
import axios from "axios";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../components/testing/fake-command";
import { oldResources } from "../components/testing/old-state";
import type { TestStack } from "./support/stack";

interface State {
  deployment: { resources: StateResource[] };
}

interface StateResource {
  type: string;
  urn: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

/** On a stack of one shard that was just brought up. */
export function describeUpgrade(stack: TestStack): void {
  const INDEX = "shard0.products.products-000001";
  const connector = `${stack.connectUrl}/connectors/inventory-connector-0`;

  const exported = async () => JSON.parse((await stack.succeed("stack", "export")).stdout) as State;

  /** The stack's resources that an older version wrote. */
  function dynamic({ deployment }: State): StateResource[] {
    return deployment.resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"));
  }

  /** The name of the connector's resource in this version, and in the older one. */
  const RENAMED = ["Connector::shard0", "Connector::inventory-connector-0"] as const;

  /** Puts what an older version wrote in the place of what this one wrote. Gives the URNs. */
  async function toOldState(): Promise<string[]> {
    const text = JSON.stringify(await exported());
    const state = JSON.parse(text.replaceAll(...RENAMED)) as State;
    const urns = oldResources(stack.base).map(({ type, name, id, properties }) => {
      const resource = dynamic(state).find((r) => r.type === type && r.urn.endsWith(`::${name}`));
      if (!resource) return expect.fail(`${type} '${name}' is not in the state`);
      // The settings are this version's: what another version of the code does is the question here.
      const { config } = resource.inputs ?? {};
      const old = "config" in properties ? { ...properties, config } : properties;
      Object.assign(resource, { id, inputs: old, outputs: old });
      return resource.urn;
    });
    const file = join(temporaryFolder(), "state.json");
    writeFileSync(file, JSON.stringify(state));
    await stack.succeed("stack", "import", "--file", file);
    return urns;
  }

  /** What the connector's task has open in MySQL: other connections mean that it was started again. */
  const connections = () =>
    stack.sql("shard0", "SELECT id FROM information_schema.processlist WHERE user = 'debezium' ORDER BY id");

  describe("the state of an older version", () => {
    it("is refreshed by its own code, and shows no drift", async () => {
      await toOldState();
      await stack.succeed("refresh", "--yes", "--expect-no-changes");
    });

    it("is taken over by `up`, which updates code and replaces nothing; the connector is not touched", async () => {
      const news = dynamic(await exported()).length;
      const before = [await connections(), (await axios.get<object>(`${connector}/config`)).data];
      const containers = await stack.containers();
      const steps = Object.entries((await stack.up()).steps);
      expect(
        steps.filter(([what, op]) => op !== "update" || !/^(Topic|Connector|SearchIndex) /.test(what)),
      ).toEqual([]);
      expect([await connections(), (await axios.get<object>(`${connector}/config`)).data]).toEqual(before);
      expect(await stack.containers()).toEqual(containers);
      expect(dynamic(await exported())).toHaveLength(news);
      await stack.succeed("preview", "--refresh", "--expect-no-changes");
    });

    it("is deleted by its own code: connector with offsets, index and topics", async () => {
      const urns = await toOldState();
      await stack.succeed(
        "destroy",
        "--yes",
        ...urns.flatMap((urn) => ["--target", urn]),
        "--target-dependents",
      );
      expect((await axios.get(`${stack.connectUrl}/connectors`)).data).toEqual([]);
      expect((await axios.get<string[]>(`${stack.searchUrl}/_alias`)).data).not.toHaveProperty([INDEX]);
      // These two the older version did not have.
      expect((await stack.topics()).filter((topic) => topic.includes("shard0"))).toEqual([
        "notification.shard0",
        "signal.shard0",
      ]);
    });

    it("is made anew by the next `up`", async () => {
      await stack.up();
      expect(await stack.count("products")).toBe(await stack.rows("shard0"));
    });
  });
}
