import { Admin, Producer, stringSerializers } from "@platformatic/kafka";
import { kafkaError } from "../components/kafka/refusals";

/** How a partition ends. */
export interface TopicEnd {
  /** The offset after the last message. */
  readonly end: number;
  /** The latest time of a message, in milliseconds since the epoch; undefined when there is none. */
  readonly lastTime?: number;
}

// https://kafka.apache.org/protocol#The_Messages_ListOffsets
const LATEST = -1n;
const MAX_TIMESTAMP = -3n;

/** Reads how topics, all that there are of them, end now, by partition. @throws an error that names the cluster. */
export async function topicEnds(
  bootstrapServers: string,
  topics: readonly string[],
  timeout = 10_000,
): Promise<ReadonlyMap<string, readonly TopicEnd[]>> {
  const admin = new Admin({
    clientId: "shardview",
    bootstrapBrokers: bootstrapServers.split(","),
    ...{ retries: 1, timeout, connectTimeout: timeout },
  });
  try {
    const there = await admin.listTopics();
    const known = topics.filter((topic) => there.includes(topic));
    const metadata = await admin.metadata({ topics: known });
    const list = async (timestamp: bigint) => {
      const partitionsOf = (name: string) =>
        Array.from({ length: metadata.topics.get(name)?.partitionsCount ?? 0 }, (_, partitionIndex) => ({
          ...{ partitionIndex, timestamp },
        }));
      return admin.listOffsets({ topics: known.map((name) => ({ name, partitions: partitionsOf(name) })) });
    };
    const [ends, times] = [await list(LATEST), await list(MAX_TIMESTAMP)];
    return new Map(
      ends.map(({ name, partitions }) => {
        const latest = times.find((topic) => topic.name === name)?.partitions ?? [];
        const sorted = partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex);
        return [name, sorted.map((partition) => topicEnd(partition, latest))];
      }),
    );
  } catch (error) {
    throw kafkaError(bootstrapServers, error);
  } finally {
    await admin.close();
  }
}

interface ListedPartition {
  readonly partitionIndex: number;
  readonly offset: bigint;
  readonly timestamp: bigint;
}

function topicEnd({ partitionIndex, offset }: ListedPartition, latest: readonly ListedPartition[]): TopicEnd {
  const time = latest.find((partition) => partition.partitionIndex === partitionIndex)?.timestamp ?? -1n;
  return { end: Number(offset), ...(time >= 0n ? { lastTime: Number(time) } : {}) };
}

/** A message to a partition of a topic. */
export interface Message {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: string;
}

/** Writes messages, and waits until they are stored. @throws an error that names the cluster. */
export async function sendMessages(bootstrapServers: string, messages: readonly Message[]): Promise<void> {
  const producer = new Producer({
    clientId: "shardview",
    bootstrapBrokers: bootstrapServers.split(","),
    serializers: stringSerializers,
    retries: 3,
  });
  try {
    await producer.send({ messages: [...messages], acks: -1 });
  } catch (error) {
    throw kafkaError(bootstrapServers, error);
  } finally {
    await producer.close();
  }
}
