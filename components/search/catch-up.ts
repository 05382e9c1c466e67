import { poll, retry, type Urls } from "../rest";
import { watchForBlocks } from "./block-watch";
import { refresh } from "./client";
import type { IndexDefinition } from "./definition";
import { getPollers, pauseIngestion, resumeIngestion } from "./ingestion-client";
import { LAG_UPDATE_INTERVAL, polledCount, progress, watchForEnds, type Poller } from "./ingestion";
import { describePoison, findPoison, topicOf, type MessagePlace } from "./poison";

/** An index that follows its topic, and what may be done when it cannot. */
export interface Follower {
  url: Urls;
  index: string;
  definition: IndexDefinition;
  /** Messages to leave out. */
  skip: readonly MessagePlace[];
  /** How this machine reaches Kafka; without it an error cannot name the message. */
  bootstrapServers?: string;
}

/**
 * Until the pollers have done what `enough` asks of them; by default until they have processed what the topic held. Leaves out
 * the messages of `skip` that they wait at; throws at another.
 */
export async function awaitCaughtUp(
  follower: Follower,
  deadline: number,
  enough: (pollers: readonly Poller[]) => boolean = watchForEnds(),
): Promise<void> {
  const { url, index } = follower;
  const watch = watchForBlocks();
  await poll({
    what: `index '${index}' to catch up with its topic`,
    deadline,
    attempt: async () => {
      const pollers = await getPollers(url, index, deadline);
      const { blocked, quiet } = watch(pollers, Date.now());
      for (const poller of blocked) await passOrThrow(follower, poller, pollers, deadline);
      if (!enough(pollers)) throw retry(progress(pollers));
      // A topic that seems empty may be one whose lag is not yet known.
      return polledCount(pollers) > 0 || quiet >= LAG_UPDATE_INTERVAL ? true : undefined;
    },
  });
  await refresh(url, index, deadline);
}

async function passOrThrow(
  follower: Follower,
  poller: Poller,
  pollers: readonly Poller[],
  deadline: number,
): Promise<void> {
  const { url, index, definition, bootstrapServers, skip } = follower;
  const topic = topicOf(definition);
  const at = (offset?: number) =>
    skip.some((s) => s.topic === topic && s.partition === poller.shard && s.offset === offset);
  // A message that cannot even be read is not the one that was begun last; only the topic has its offset.
  let offset = poller.unreadable > 0 ? undefined : poller.position;
  if (!at(offset) && bootstrapServers !== undefined) {
    const search = { url, index, definition, bootstrapServers, deadline };
    const poison = await findPoison(search, poller.shard, poller.position ?? 0);
    if (poison && !at(poison.offset)) throw new Error(describePoison(index, poison));
    offset = poison?.offset;
  }
  if (offset === undefined || !at(offset)) {
    const where = `partition ${poller.shard} of topic ${topic}, offset ${poller.position ?? "unknown"} or later`;
    throw new Error(
      `index '${index}' waits at a message that it cannot take (${where}): ${progress(pollers)}; the search engine's log has the cause`,
    );
  }
  await pauseIngestion(url, index, deadline);
  await resumeIngestion(url, index, deadline, { shard: poller.shard, offset: offset + 1 });
}
