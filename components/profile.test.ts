import { describe, expect, it } from "vitest";
import { connectorSettings } from "./connect/settings";
import { PROFILES, profileSettings, type Profile } from "./profile";
import { indexDefinition } from "./search/settings";
import { devPlan } from "./testing/fixtures";

const MAPPING = { mappings: { properties: { id: { type: "long" } } } };

/** What connector and index of the first shard have of a profile. */
function settingsOf(profile: Profile): unknown[] {
  const [shard] = devPlan({ profile }).shards;
  const [table] = shard?.tables ?? [];
  if (!shard || !table) return [];
  const connector = connectorSettings(shard);
  const { settings } = indexDefinition(table, MAPPING, "kafka:29092").index;
  return [connector["max.batch.size"], connector["poll.interval.ms"], settings?.["index.refresh_interval"]];
}

describe("a profile", () => {
  it.each([
    ["fresh", ["1", undefined, "100ms"]],
    ["balanced", ["1", undefined, "500ms"]],
    ["throughput", ["2048", "50", "1s"]],
  ] as const)(
    "%s decides how long a change may wait in the connector and in the index",
    (profile, expected) => {
      expect(settingsOf(profile)).toEqual(expected);
    },
  );

  it("yields to the stack's own connector settings and to a mapping file's", () => {
    const [shard] = devPlan({
      profile: "throughput",
      connectorConfig: { "max.batch.size": "64" },
    }).shards;
    const [table] = shard?.tables ?? [];
    if (!shard || !table) expect.fail("no shard");
    expect(connectorSettings(shard)["max.batch.size"]).toBe("64");
    const mapping = { ...MAPPING, settings: { "index.refresh_interval": "2s" } };
    expect(indexDefinition(table, mapping, "kafka:29092").index.settings).toMatchObject(mapping.settings);
  });

  it("is `fresh` where none is named", () => {
    expect(profileSettings()).toBe(profileSettings("fresh"));
    expect(PROFILES[0]).toBe("fresh");
  });
});
