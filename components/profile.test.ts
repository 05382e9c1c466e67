import { describe, expect, it } from "vitest";
import { connectorSettings } from "./connect/settings";
import { PROFILES, profileSettings } from "./profile";
import { indexDefinition } from "./search/settings";
import type { Settings } from "./settings";
import { devPlan } from "./testing/fixtures";

const MAPPING = { mappings: { properties: { id: { type: "long" } } } };

/** The settings of the first shard's connector, and of its index with a mapping file's own settings. */
function settingsOf(changes: Partial<Settings>, own?: Record<string, unknown>) {
  const [shard] = devPlan(changes).shards;
  const [table] = shard?.tables ?? [];
  if (!shard || !table) expect.fail("no shard with a table");
  const mapping = { ...MAPPING, settings: own };
  const index = indexDefinition(table, mapping, "kafka:29092").index.settings;
  return { connector: connectorSettings(shard), index };
}

describe("a profile", () => {
  it.each([
    ["fresh", ["1", "2000", "100ms"]],
    ["balanced", ["1", "2000", "500ms"]],
    ["throughput", ["2048", "50", "1s"]],
  ] as const)(
    "%s decides how long a change may wait in the connector and in the index",
    (profile, expected) => {
      const { connector, index } = settingsOf({ profile });
      const [batch, interval] = [connector["max.batch.size"], connector["poll.interval.ms"]];
      expect([batch, interval, index?.["index.refresh_interval"]]).toEqual(expected);
    },
  );

  it("yields to the stack's own connector settings and to a mapping file's", () => {
    const own = { "index.refresh_interval": "2s" };
    const changes = { profile: "throughput", connectorConfig: { "max.batch.size": "64" } } as const;
    const { connector, index } = settingsOf(changes, own);
    expect(connector).toMatchObject({ "max.batch.size": "64", "poll.interval.ms": "50" });
    expect(index).toMatchObject(own);
  });

  it("lets larger batches of the stack's own wait no longer than by default", () => {
    const { connector } = settingsOf({ connectorConfig: { "max.batch.size": "64" } });
    expect([connector["max.batch.size"], connector["poll.interval.ms"]]).toEqual(["64", undefined]);
  });

  it("is `fresh` where none is named", () => {
    expect(profileSettings()).toBe(profileSettings("fresh"));
    expect(PROFILES[0]).toBe("fresh");
  });
});
