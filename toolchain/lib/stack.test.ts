import { describe, expect, it } from "vitest";
import { stackName, unfinishedCreations, withoutPendingOperations } from "./stack";

const container = { type: "docker:index/container:Container", inputs: { name: "shardview-dev-kafka" } };

describe("stackName", () => {
  it("is dev unless SHARDVIEW_STACK names another", () => {
    expect([
      stackName({}),
      stackName({ SHARDVIEW_STACK: "" }),
      stackName({ SHARDVIEW_STACK: "two" }),
    ]).toEqual(["dev", "dev", "two"]);
  });
});

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
    const exported = {
      version: 3,
      deployment: { resources: [1], pending_operations: [{ type: "creating" }] },
    };
    expect(withoutPendingOperations(exported)).toEqual({
      version: 3,
      deployment: { resources: [1], pending_operations: [] },
    });
  });
});
