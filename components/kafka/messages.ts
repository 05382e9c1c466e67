import { kafkaError } from "./refusals";

/** Writes a message to a topic of one partition. */
export async function sendMessage(
  bootstrapServers: string,
  topic: string,
  { key, value }: { key: string; value: string },
): Promise<void> {
  const kafka = await import("@platformatic/kafka");
  const producer = new kafka.Producer({
    clientId: "shardview",
    bootstrapBrokers: bootstrapServers.split(","),
    serializers: kafka.stringSerializers,
    retries: 20,
    retryDelay: 500,
  });
  try {
    await producer.send({ messages: [{ topic, key, value }], acks: -1 });
  } catch (error) {
    throw kafkaError(bootstrapServers, error);
  } finally {
    await producer.close();
  }
}

/**
 * Reads a topic from its beginning, and goes on with what arrives, until `match` gives a value for a message; `undefined` when
 * `over` is aborted before.
 */
export async function findMessage<T>(
  bootstrapServers: string,
  topic: string,
  match: (value: string) => T | undefined,
  over: AbortSignal,
): Promise<T | undefined> {
  const kafka = await import("@platformatic/kafka");
  const consumer = new kafka.Consumer({
    clientId: "shardview",
    groupId: `shardview-${crypto.randomUUID()}`,
    bootstrapBrokers: bootstrapServers.split(","),
    deserializers: kafka.stringDeserializers,
    retries: 20,
    retryDelay: 500,
  });
  try {
    const stream = await consumer.consume({
      topics: [topic],
      mode: "earliest",
      autocommit: false,
      maxWaitTime: 500,
    });
    const close = () => void stream.close();
    over.addEventListener("abort", close);
    try {
      for await (const message of over.aborted ? [] : stream) {
        const found = match(message.value);
        if (found !== undefined) return found;
      }
      return undefined;
    } finally {
      await stream.close();
    }
  } catch (error) {
    throw kafkaError(bootstrapServers, error);
  } finally {
    await consumer.close();
  }
}
