import type { Admin } from "@platformatic/kafka";
import { kafkaError, untilNotRefused } from "./refusals";

/** A topic as far as the program declares it. */
export interface TopicDescription {
  partitions: number;
  /** Topic settings that differ from the broker's defaults. */
  config: Record<string, string>;
}

/** Runs `work` with an admin client of the cluster and closes it. Loaded when called, as in `rest.ts`. */
async function withAdmin<T>(bootstrapServers: string, work: (admin: Admin) => Promise<T>): Promise<T> {
  const kafka = await import("@platformatic/kafka");
  const admin = new kafka.Admin({
    clientId: "shardview",
    bootstrapBrokers: bootstrapServers.split(","),
    retries: 20,
    retryDelay: 500,
    timeout: 10_000,
  });
  try {
    return await work(admin);
  } catch (error) {
    throw kafkaError(bootstrapServers, error);
  } finally {
    await admin.close();
  }
}

/** Creates the topic, or gives an existing one the settings; its partitions must be as many as asked. */
export async function ensureTopic(
  bootstrapServers: string,
  topic: string,
  wanted: TopicDescription,
): Promise<void> {
  await withAdmin(bootstrapServers, async (admin) => {
    const found = await describe(admin, topic);
    if (!found) {
      await createTopic(admin, topic, wanted);
      return;
    }
    if (found.partitions !== wanted.partitions) {
      throw new Error(
        `topic '${topic}' is there with ${found.partitions} partitions, not ${wanted.partitions}: ` +
          "keys would move between them. Name as many, or delete the topic",
      );
    }
    const changed = Object.entries(wanted.config).filter(([name, value]) => found.config[name] !== value);
    const stale = Object.keys(found.config).filter((name) => !(name in wanted.config));
    if (changed.length + stale.length === 0) return;
    await admin.incrementalAlterConfigs({
      resources: [
        {
          resourceType: 2, // TOPIC
          resourceName: topic,
          configs: [
            ...changed.map(([name, value]) => ({ name, value, configOperation: 0 }) as const), // SET
            ...stale.map((name) => ({ name, configOperation: 1 }) as const), // DELETE
          ],
        },
      ],
      validateOnly: false,
    });
  });
}

/**
 * Creates the topic. A broker that was too busy to be heard of for `broker.session.timeout.ms` counts as lost until it is heard of
 * again, and where it is the only one nobody could keep the topic meanwhile.
 */
async function createTopic(
  admin: Admin,
  topic: string,
  { partitions, config }: TopicDescription,
): Promise<void> {
  const configs = Object.entries(config).map(([name, value]) => ({ name, value }));
  await untilNotRefused("INVALID_REPLICATION_FACTOR", `topic '${topic}' to be created`, () =>
    admin.createTopics({ topics: [topic], partitions, replicas: 1, configs }),
  );
}

/** The topic as it is; undefined when there is none. */
export async function describeTopic(
  bootstrapServers: string,
  topic: string,
): Promise<TopicDescription | undefined> {
  return await withAdmin(bootstrapServers, (admin) => describe(admin, topic));
}

/** Deletes the topic; one that is gone is no error. */
export async function deleteTopic(bootstrapServers: string, topic: string): Promise<void> {
  await withAdmin(bootstrapServers, async (admin) => {
    if ((await admin.listTopics({ includeInternals: true })).includes(topic))
      await admin.deleteTopics({ topics: [topic] });
  });
}

/**
 * Removes every message of a topic, which stays, with its offsets. Kafka does that only where a topic's messages may be deleted,
 * so for this time they may be, but none expires; `ensureTopic` puts the topic's own settings back.
 */
export async function emptyTopic(bootstrapServers: string, topic: string): Promise<void> {
  await withAdmin(bootstrapServers, async (admin) => {
    const found = await describe(admin, topic);
    if (!found) return;
    const policy = found.config["cleanup.policy"] === "compact" ? "compact,delete" : "delete";
    const deletable = { "cleanup.policy": policy, "retention.ms": "-1", "retention.bytes": "-1" };
    const configs = Object.entries(deletable).map(
      ([name, value]) => ({ name, value, configOperation: 0 }) as const, // SET
    );
    const resource = { resourceType: 2, resourceName: topic, configs } as const; // TOPIC
    await admin.incrementalAlterConfigs({ resources: [resource], validateOnly: false });
    const partitions = Array.from({ length: found.partitions }, (_, partition) => ({
      partition,
      offset: -1n, // its end
    }));
    // The broker takes a change of settings before it acts on it, and refuses in between what the old ones do not allow.
    await untilNotRefused("POLICY_VIOLATION", `topic '${topic}' to let its messages be deleted`, () =>
      admin.deleteRecords({ topics: [{ name: topic, partitions }] }),
    );
  });
}

async function describe(admin: Admin, topic: string): Promise<TopicDescription | undefined> {
  if (!(await admin.listTopics({ includeInternals: true })).includes(topic)) return undefined;
  const metadata = await admin.metadata({ topics: [topic] });
  const [described] = await admin.describeConfigs({ resources: [{ resourceType: 2, resourceName: topic }] });
  const own = (described?.configs ?? []).filter((config) => config.configSource === 1); // DYNAMIC_TOPIC_CONFIG
  return {
    partitions: metadata.topics.get(topic)?.partitionsCount ?? 0,
    config: Object.fromEntries(own.map(({ name, value }) => [name, value ?? ""])),
  };
}
