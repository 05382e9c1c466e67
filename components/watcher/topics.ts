import type { SeenTopics } from "./observation";

/** Gives what a Kafka tool prints for its arguments; rejects when it fails. */
export type Kcat = (args: string[]) => Promise<string>;

/** First and next offsets of the topics' partitions, asked of Kafka with kcat. */
export async function readTopics(
  kcat: Kcat,
  bootstrapServers: string,
  names: readonly string[],
): Promise<SeenTopics> {
  const broker = ["-b", bootstrapServers, "-m", "5"];
  const there = partitionsOf(await kcat([...broker, "-L", "-J"]), names);
  const partitions = Object.entries(there).flatMap(([topic, count]) =>
    Array.from({ length: count }, (_, partition) => `${topic}:${partition}`),
  );
  if (partitions.length === 0) return {};
  const ask = async (time: number) =>
    parseOffsets(await kcat([...broker, "-Q", ...partitions.flatMap((p) => ["-t", `${p}:${time}`])]));
  const [first, end] = [await ask(-2), await ask(-1)];
  return Object.fromEntries(
    Object.entries(there).map(([topic, count]) => [
      topic,
      Array.from({ length: count }, (_, partition) => {
        const place = `${topic} ${partition}`;
        return { first: first.get(place) ?? 0, end: end.get(place) ?? 0 };
      }),
    ]),
  );
}

/** How many partitions each of the topics has that are there. Pure. */
export function partitionsOf(metadata: string, names: readonly string[]): Record<string, number> {
  const { topics } = JSON.parse(metadata) as { topics: { topic: string; partitions: unknown[] }[] };
  return Object.fromEntries(
    topics
      .filter(({ topic }) => names.includes(topic))
      .map(({ topic, partitions }) => [topic, partitions.length]),
  );
}

/** Reads lines like `t [0] offset 12`. Pure. */
export function parseOffsets(lines: string): Map<string, number> {
  const found = [...lines.matchAll(/^(\S+) \[(\d+)\] offset (\d+)$/gm)];
  return new Map(found.map(([, topic, partition, offset]) => [`${topic} ${partition}`, Number(offset)]));
}
