import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { emptyTopic, ensureTopic } from "./client";

/**
 * A broker with one topic, `rows`, of two partitions. `refusals` are the codes with which it first refuses to delete records or to
 * create a topic, or what goes wrong on the way.
 */
const broker = { refusals: [] as (number | Error)[], calls: [] as [string, unknown][] };

vi.mock("@platformatic/kafka", async (original) => {
  const kafka = await original<typeof import("@platformatic/kafka")>();
  class Admin {
    listTopics = () => Promise.resolve(["rows"]);
    metadata = () => Promise.resolve({ topics: new Map([["rows", { partitionsCount: 2 }]]) });
    describeConfigs = () =>
      Promise.resolve([{ configs: [{ name: "cleanup.policy", value: "compact", configSource: 1 }] }]);
    incrementalAlterConfigs = (request: unknown) => this.note("incrementalAlterConfigs", request);
    deleteRecords = (request: unknown) =>
      this.unlessRefused("deleteRecords", request, (code) => {
        const refusal = new kafka.ResponseError(21, 2, { "topics[0].partitions[0]": [code, null] }, {});
        return new kafka.MultipleErrors("Deleting records failed.", [refusal]);
      });
    createTopics = (request: unknown) =>
      this.unlessRefused("createTopics", request, (code) => {
        const refusal = new kafka.ResponseError(19, 7, { "/topics/0": [code, null] }, {});
        return new kafka.MultipleErrors("Creating topics failed.", [refusal]);
      });
    close = () => this.note("close", undefined);

    private unlessRefused(name: string, request: unknown, refusal: (code: number) => Error): Promise<void> {
      const fault = broker.refusals.shift();
      if (fault === undefined) return this.note(name, request);
      return Promise.reject(fault instanceof Error ? fault : refusal(fault));
    }

    private note(name: string, request: unknown): Promise<void> {
      broker.calls.push([name, request]);
      return Promise.resolve();
    }
  }
  return { ...kafka, Admin };
});

// Loading the client takes a second of processor, and no test's time.
beforeAll(async () => {
  await import("@platformatic/kafka");
}, 120_000);

afterEach(() => {
  broker.refusals = [];
  broker.calls = [];
});

const POLICY_VIOLATION = 44;
const NOT_LEADER_OR_FOLLOWER = 6;
const INVALID_REPLICATION_FACTOR = 38;
const INVALID_CONFIG = 40;

describe("emptyTopic", () => {
  it("lets messages be deleted, deletes those of every partition, and closes its connection", async () => {
    await emptyTopic("broker:9092", "rows");
    const configs = [
      { name: "cleanup.policy", value: "compact,delete", configOperation: 0 },
      { name: "retention.ms", value: "-1", configOperation: 0 },
      { name: "retention.bytes", value: "-1", configOperation: 0 },
    ];
    const partitions = [
      { partition: 0, offset: -1n },
      { partition: 1, offset: -1n },
    ];
    expect(broker.calls).toEqual([
      [
        "incrementalAlterConfigs",
        { resources: [{ resourceType: 2, resourceName: "rows", configs }], validateOnly: false },
      ],
      ["deleteRecords", { topics: [{ name: "rows", partitions }] }],
      ["close", undefined],
    ]);
  });

  it("asks again while the broker still goes by the settings from before", async () => {
    broker.refusals = [POLICY_VIOLATION, POLICY_VIOLATION];
    await emptyTopic("broker:9092", "rows");
    expect(broker.calls.map(([name]) => name)).toEqual(["incrementalAlterConfigs", "deleteRecords", "close"]);
  });

  it("fails at once with what else the broker says", async () => {
    broker.refusals = [NOT_LEADER_OR_FOLLOWER];
    await expect(emptyTopic("broker:9092", "rows")).rejects.toThrow(
      "Kafka at broker:9092: Deleting records failed.: Received response with error while executing API DeleteRecords(v2): For requests intended only for the leader, this error indicates that the broker is not the current leader. For requests intended for any replica, this error indicates that the broker is not a replica of the topic partition.",
    );
    expect(broker.calls.map(([name]) => name)).toEqual(["incrementalAlterConfigs", "close"]);
  });

  it("fails at once with what is not the broker's", async () => {
    broker.refusals = [new Error("socket hang up")];
    await expect(emptyTopic("broker:9092", "rows")).rejects.toThrow("Kafka at broker:9092: socket hang up");
    expect(broker.calls.map(([name]) => name)).toEqual(["incrementalAlterConfigs", "close"]);
  });

  it("knows nothing to do for a topic that is not there", async () => {
    await emptyTopic("broker:9092", "others");
    expect(broker.calls).toEqual([["close", undefined]]);
  });
});

describe("ensureTopic", () => {
  const wanted = { partitions: 1, config: { "cleanup.policy": "compact" } };
  const request = {
    ...{ topics: ["new"], partitions: 1, replicas: 1 },
    configs: [{ name: "cleanup.policy", value: "compact" }],
  };

  it("asks again while the only broker counts as lost", async () => {
    broker.refusals = [INVALID_REPLICATION_FACTOR, INVALID_REPLICATION_FACTOR];
    await ensureTopic("broker:9092", "new", wanted);
    expect(broker.calls).toEqual([
      ["createTopics", request],
      ["close", undefined],
    ]);
  });

  it("fails at once with what else the broker says of a new topic", async () => {
    broker.refusals = [INVALID_CONFIG];
    await expect(ensureTopic("broker:9092", "new", wanted)).rejects.toThrow(
      new Error(
        "Kafka at broker:9092: Creating topics failed.: Received response with error while executing API CreateTopics(v7): Configuration is invalid.",
      ),
    );
    expect(broker.calls).toEqual([["close", undefined]]);
  });
});
