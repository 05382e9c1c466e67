import { stateOf } from "../connect/rules";
import { recoverCommand, type Condition } from "./conditions";
import type { Observation, SeenTopics } from "./observation";
import type { WatchedShard } from "./settings";

/** The highest ends of each topic's partitions. */
export type Ends = Readonly<Record<string, number[]>>;

/** A topic that is just made, or emptied by a recovery, is empty for a moment. */
const PATIENCE = 30_000;

/** The shard's topics: each that is lost cannot be healed by a restart. Pure. */
export function topicConditions(
  shard: WatchedShard,
  { connectors, topics }: Observation,
  ends: Ends,
): Condition[] {
  const connector = connectors[shard.connector];
  const names = [shard.historyTopic, ...shard.indexes.map(({ topic }) => topic)];
  const about = (topic: string) => ({ shard: shard.name, subject: topicSubject(topic) });
  if ("error" in topics)
    return names.map((topic) => ({ ...about(topic), verdict: "unknown", cause: topics.error }));
  // Only a connector that runs has all its topics: one that starts is still to fill them.
  const runs = connector !== undefined && "seen" in connector && stateOf(connector.seen) === "running";
  return names.map((topic) => {
    if (!runs) return { ...about(topic), verdict: "unknown" };
    const cause =
      topic === shard.historyTopic
        ? historyLoss(topics.seen, topic)
        : dataLoss(topics.seen, topic, ends[endsKey(shard, topic)]);
    if (cause === undefined) return { ...about(topic), verdict: "well" };
    const remedy = recoverCommand(shard.name);
    return { ...about(topic), verdict: "ill", cause, remedy, patience: PATIENCE };
  });
}

/** How a condition names a topic. */
export function topicSubject(topic: string): string {
  return `topic '${topic}'`;
}

function historyLoss(topics: SeenTopics, topic: string): string | undefined {
  const partitions = topics[topic];
  if (!partitions) return "the schema history is gone: the connector cannot start again";
  return partitions.every(({ first, end }) => end <= first)
    ? "the schema history is empty: the connector cannot start again"
    : undefined;
}

function dataLoss(topics: SeenTopics, topic: string, before: readonly number[] = []): string | undefined {
  const partitions = topics[topic];
  if (!partitions) return "it is gone, with the rows that an index is built from";
  return partitions.some(({ end }, number) => end < (before[number] ?? 0))
    ? "it was made anew: it lacks rows, and its index waits behind its end"
    : undefined;
}

/**
 * The highest end of each partition that is known of: what was seen before, what is seen now, and what an index has read. A
 * topic that was made anew stays below until its shard is recovered. Pure.
 */
export function highestEnds(
  shards: readonly WatchedShard[],
  { series, topics, topicsAreNew }: Observation,
  before: Ends,
): Ends {
  // Of before what the pollers show now, they would seem to end too early.
  if ("error" in topics || !topicsAreNew) return before;
  const entries = shards.flatMap((shard) =>
    shard.indexes.map(({ series: name, topic, partitions }) => {
      const seen = series[name];
      const pollers = seen !== undefined && "seen" in seen ? seen.seen.pollers : [];
      const known = before[endsKey(shard, topic)] ?? [];
      const now = topics.seen[topic] ?? [];
      const lost = now.some(({ end }, number) => end < (known[number] ?? 0));
      const highest = Array.from({ length: partitions }, (_, number) => {
        // What was seen below its end once shall not grow over it unseen.
        if (lost) return Number.MAX_SAFE_INTEGER;
        // One that was told to go on at the end shows that.
        const position = pollers.find((poller) => poller.shard === number)?.position ?? 0;
        return Math.max(known[number] ?? 0, now[number]?.end ?? 0, position);
      });
      return [endsKey(shard, topic), highest] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** A recovery makes topics anew: what was seen of them before does not count. */
function endsKey({ recovery }: WatchedShard, topic: string): string {
  return recovery === 0 ? topic : `${topic} ${recovery}`;
}
