import { describe, expect, it } from "vitest";
import {
  knownOnEngine,
  unfinishedCreations,
  withoutOrphans,
  withoutPendingOperations,
  type ExportedStack,
} from "./exported-stack";

const container = { type: "docker:index/container:Container", inputs: { name: "shardview-dev-kafka" } };

describe("unfinishedCreations", () => {
  it("names the containers, networks and volumes that were being created", () => {
    const exported = {
      deployment: {
        pending_operations: [
          { type: "creating", resource: container },
          { type: "creating", resource: { type: "docker:index/volume:Volume", inputs: { name: "v" } } },
        ],
      },
    };
    expect(unfinishedCreations(exported)).toEqual([
      { type: "container", name: "shardview-dev-kafka" },
      { type: "volume", name: "v" },
    ]);
  });

  it("leaves alone what was being changed or deleted, and what is not on the engine", () => {
    const connector = { type: "pulumi-nodejs:dynamic/shardview:Connector", inputs: { name: "c" } };
    const exported = {
      deployment: {
        pending_operations: [
          { type: "updating", resource: container },
          { type: "deleting", resource: container },
          { type: "creating", resource: connector },
        ],
      },
    };
    expect(unfinishedCreations(exported)).toEqual([]);
  });

  it("finds nothing in a stack that was never interrupted", () => {
    expect(unfinishedCreations({ deployment: {} })).toEqual([]);
  });
});

describe("withoutPendingOperations", () => {
  it("keeps everything else of the stack", () => {
    const resources = [{ ...container, urn: "kafka" }];
    const exported = { version: 3, deployment: { resources, pending_operations: [{ type: "creating" }] } };
    expect(withoutPendingOperations(exported)).toEqual({
      version: 3,
      deployment: { resources, pending_operations: [] },
    });
  });
});

describe("knownOnEngine", () => {
  it("names what the state has on the engine, but for what is deleted already or about to be", () => {
    const resources = [
      { ...container, urn: "kafka" },
      { ...container, urn: "replaced", delete: true },
      { ...container, urn: "to be made anew", pendingReplacement: true },
      { type: "pulumi-nodejs:dynamic/shardview:Topic", urn: "topic", inputs: { name: "t" } },
    ];
    expect(knownOnEngine({ deployment: { resources } })).toEqual([
      { type: "container", name: "shardview-dev-kafka", urn: "kafka" },
    ]);
    expect(knownOnEngine({})).toEqual([]);
  });
});

describe("withoutOrphans", () => {
  const urn = (type: string, name: string) => `urn:pulumi:dev::shardview::${type}::${name}`;
  const inPipeline = (type: string, name: string) => ({
    type,
    urn: urn(`shardview:index:ShardPipeline$${type}`, name),
  });
  const connect = { type: "docker:index/container:Container", urn: urn("c", "connect") };
  const topic = inPipeline("pulumi-nodejs:dynamic/shardview:Topic", "topic");
  const password = { ...inPipeline("command:local:Command", "password"), inputs: { delete: "docker exec" } };
  const discard = { ...inPipeline("command:local:Command", "discard"), inputs: { create: "docker exec" } };
  const watched = {
    type: "command:local:Command",
    urn: urn("shardview:index:Watcher$command:local:Command", "watched"),
    inputs: { delete: "docker exec" },
  };
  const connector = {
    ...inPipeline("pulumi-nodejs:dynamic/shardview:Connector", "connector"),
    deletedWith: connect.urn,
    dependencies: [topic.urn, connect.urn],
    propertyDependencies: { config: [topic.urn, connect.urn], url: null },
  };
  const elsewhere = {
    type: "pulumi-nodejs:dynamic/shardview:Topic",
    urn: urn("pulumi-nodejs:dynamic/shardview:Topic", "elsewhere"),
  };

  it("drops what lived in a container that a refresh has found gone, and every mention of it", () => {
    const resources = [connect, topic, password, watched, connector];
    expect(withoutOrphans({ version: 3, deployment: { manifest: {}, resources } } as ExportedStack)).toEqual({
      version: 3,
      deployment: {
        manifest: {},
        resources: [
          { ...connect, dependencies: [], propertyDependencies: {} },
          {
            ...connector,
            dependencies: [connect.urn],
            propertyDependencies: { config: [connect.urn], url: [] },
          },
        ],
      },
    });
  });

  it("keeps what a program of one's own has on other clusters, and what has nothing to delete", () => {
    const exported = { deployment: { resources: [connect, connector, elsewhere, discard] } };
    expect(withoutOrphans(exported)).toBe(exported);
  });
});
