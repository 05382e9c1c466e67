import { without } from "./objects";

/** What a stack prefers where one costs the other: a change that is found at once, or many of them in little time. */
export type Profile = "fresh" | "balanced" | "throughput";

/** All profiles. */
export const PROFILES = ["fresh", "balanced", "throughput"] as const satisfies readonly Profile[];

/** What a profile decides of each connector and of each index; a stack's own settings win. */
interface ProfileSettings {
  readonly connector: Readonly<Record<string, string>>;
  readonly index: Readonly<Record<string, unknown>>;
}

/**
 * A poll of Debezium's queue returns when it has a full batch or `poll.interval.ms` ends, and it spins through the last millisecond
 * of the interval (ChangeEventQueue.poll). With batches of one a change never waits for the interval, which is long then: with the
 * default of 0.5 s the empty polls are a third of what a worker does at rest. A task that is stopped, or fails, waits for its end. The
 * producer batches the records all the same.
 */
const AT_ONCE = { "max.batch.size": "1", "poll.interval.ms": "2000" };

/**
 * Debezium's own batches: less work for each change, which may wait for the interval first. Each empty poll takes 0.9 ms of
 * processor, so that a shard at which nothing happens takes nearly two percent of a core.
 */
const IN_BATCHES = { "max.batch.size": "2048", "poll.interval.ms": "50" };

/** How often what was indexed becomes searchable. Explicit: with the default an index that nobody searched for 30 s stops. */
const refreshed = (interval: string) => ({ "index.refresh_interval": interval });

const settings: Readonly<Record<Profile, ProfileSettings>> = {
  fresh: { connector: AT_ONCE, index: refreshed("100ms") },
  balanced: { connector: AT_ONCE, index: refreshed("500ms") },
  throughput: { connector: IN_BATCHES, index: refreshed("1s") },
};

/** The settings of a profile, by default of `fresh`. Another profile changes connectors and indexes in place. */
export function profileSettings(profile: Profile = "fresh"): ProfileSettings {
  return settings[profile];
}

/** What a profile decides of a connector with these overrides: where they set a size of batches, the interval for batches of one goes. */
export function connectorProfile(connector: {
  profile?: Profile;
  overrides: Readonly<Record<string, string>>;
}): Readonly<Record<string, string>> {
  const { connector: decided } = profileSettings(connector.profile);
  const waits = decided === AT_ONCE && "max.batch.size" in connector.overrides;
  return waits ? without(AT_ONCE, "poll.interval.ms") : decided;
}
