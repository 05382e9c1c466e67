import type { Consumer } from "@platformatic/kafka";

/** A message as it lies in its partition. */
export interface KafkaRecord {
  offset: number;
  key: string | undefined;
  /** Undefined for a tombstone. */
  value: string | undefined;
}

/**
 * Reads a partition from an offset on, message by message, up to its end as of now. The client is loaded when called, as in
 * `rest.ts`. `visit` returns true to go on.
 */
export async function readPartition(
  bootstrapServers: string,
  { topic, partition, offset }: { topic: string; partition: number; offset: number },
  visit: (record: KafkaRecord) => Promise<boolean>,
): Promise<void> {
  const kafka = await import("@platformatic/kafka");
  const consumer: Consumer = new kafka.Consumer({
    clientId: "shardview",
    groupId: `shardview-look-${Date.now()}`,
    bootstrapBrokers: bootstrapServers.split(","),
    retries: 3,
    timeout: 10_000,
  });
  try {
    const ends = await consumer.listOffsets({ topics: [topic], partitions: { [topic]: [partition] } });
    const end = ends.get(topic)?.[partition] ?? 0n;
    if (BigInt(offset) >= end) return;
    const stream = await consumer.consume({
      topics: [topic],
      mode: kafka.MessagesStreamModes.MANUAL,
      offsets: [{ topic, partition, offset: BigInt(offset) }],
      autocommit: false,
      maxWaitTime: 500,
    });
    for await (const message of stream) {
      if (message.partition !== partition) continue;
      const record = {
        offset: Number(message.offset),
        key: asText(message.key),
        value: asText(message.value),
      };
      if (!(await visit(record)) || message.offset >= end - 1n) break;
    }
  } finally {
    await new Promise<void>((closed) => {
      consumer.close(true, () => {
        closed();
      });
    });
  }
}

// A tombstone's value is null, whatever the client's types say.
function asText(bytes: Buffer | null | undefined): string | undefined {
  return bytes?.toString("utf8");
}
