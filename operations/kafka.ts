import { Admin, Producer, stringSerializers } from "@platformatic/kafka";
import { kafkaError } from "../components/kafka/client";

/** The offset after the last message, of each partition, by topic. */
export type EndOffsets = ReadonlyMap<string, readonly number[]>;

const LATEST = -1n;

/** Reads where topics end now. @throws an error that names the cluster. */
export async function endOffsets(
  bootstrapServers: string,
  topics: readonly string[],
  timeout = 10_000,
): Promise<EndOffsets> {
  const admin = new Admin({
    clientId: "shardview",
    bootstrapBrokers: bootstrapServers.split(","),
    retries: 1,
    timeout,
    connectTimeout: timeout,
  });
  try {
    const metadata = await admin.metadata({ topics: [...topics] });
    const listed = await admin.listOffsets({
      topics: topics.map((name) => ({
        name,
        partitions: Array.from(
          { length: metadata.topics.get(name)?.partitionsCount ?? 0 },
          (_, partition) => ({
            partitionIndex: partition,
            timestamp: LATEST,
          }),
        ),
      })),
    });
    return new Map(
      listed.map(({ name, partitions }) => [
        name,
        partitions
          .toSorted((a, b) => a.partitionIndex - b.partitionIndex)
          .map(({ offset }) => Number(offset)),
      ]),
    );
  } catch (error) {
    throw kafkaError(bootstrapServers, error);
  } finally {
    await admin.close();
  }
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
