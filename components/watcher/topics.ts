import type { SeenTopics } from "./observation";

/** Gives what kcat prints for its arguments; rejects when it fails. */
export type Kcat = (args: string[]) => Promise<string>;

/** First and next offsets of the topics' partitions, asked of Kafka. */
export async function readTopics(
  kcat: Kcat,
  bootstrapServers: string,
  partitions: Readonly<Record<string, number>>,
): Promise<SeenTopics> {
  const places = Object.entries(partitions).flatMap(([topic, count]) =>
    Array.from({ length: count }, (_, partition) => `${topic}:${partition}`),
  );
  if (places.length === 0) return {};
  const ask = async (time: number) => {
    const queries = places.flatMap((place) => ["-t", `${place}:${time}`]);
    return parseOffsets(await kcat(["-b", bootstrapServers, "-m", "5", "-Q", ...queries]));
  };
  const [first, end] = [await ask(EARLIEST), await ask(LATEST)];
  const topics = Object.entries(partitions).flatMap(([topic, count]) => {
    const offsets = Array.from({ length: count }, (_, partition) => {
      const place = `${topic} ${partition}`;
      return { first: first.get(place), end: end.get(place) };
    });
    const there = offsets.every(({ first, end }) => first !== undefined && end !== undefined);
    return there ? [[topic, offsets] as const] : [];
  });
  return Object.fromEntries(topics) as SeenTopics;
}

// https://kafka.apache.org/protocol#The_Messages_ListOffsets
const EARLIEST = -2;
const LATEST = -1;

/** Reads lines like `t [0] offset 12`; those of partitions that are not there end in an error. Pure. */
export function parseOffsets(lines: string): Map<string, number> {
  const found = [...lines.matchAll(/^(\S+) \[(\d+)\] offset (\d+)$/gm)];
  return new Map(found.map(([, topic, partition, offset]) => [`${topic} ${partition}`, Number(offset)]));
}
