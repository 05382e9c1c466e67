import type * as pulumi from "@pulumi/pulumi";
import { endWithEngine } from "../dynamic/end-with-engine";
import { stopIfThere } from "../connect/lifecycle";
import { deleteTopic, describeTopic, emptyTopic, ensureTopic } from "./client";
import type { TopicWriter } from "./topic";

interface Inputs {
  bootstrapServers: string;
  topic: string;
  partitions: number;
  config: Record<string, string>;
  /** Undefined in state that older code wrote. */
  generation?: number;
  writer?: TopicWriter;
  __provider?: string;
}

/** Milliseconds for a connector to stop, whose Connect may just be starting. */
const STOP_TIMEOUT = 180_000;

export const topicProvider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = {
  diff: (_id, olds, news) => {
    const replaces = (["topic", "partitions"] as const).filter((key) => olds[key] !== news[key]);
    const keys = [...new Set([...Object.keys(olds.config), ...Object.keys(news.config)])];
    const changes =
      replaces.length > 0 ||
      olds.bootstrapServers !== news.bootstrapServers ||
      olds.__provider !== news.__provider ||
      (olds.generation ?? 0) !== (news.generation ?? 0) ||
      keys.some((key) => olds.config[key] !== news.config[key]);
    return Promise.resolve({ changes, replaces, deleteBeforeReplace: true });
  },

  create: async (inputs) => {
    await ensureTopic(inputs.bootstrapServers, inputs.topic, inputs);
    return { id: inputs.topic, outs: inputs };
  },

  update: async (_id, olds, news) => {
    if ((news.generation ?? 0) > (olds.generation ?? 0)) {
      const { writer } = news;
      // What it wrote after the topic was emptied would stay there, also of rows that the next snapshot does not find any more.
      if (writer) await stopIfThere({ url: writer.url, name: writer.connector }, Date.now() + STOP_TIMEOUT);
      await emptyTopic(news.bootstrapServers, news.topic);
    }
    await ensureTopic(news.bootstrapServers, news.topic, news);
    return { outs: news };
  },

  read: async (id, props) => {
    if (!props) throw new Error(`topic '${id}' cannot be read without its state`);
    const found = await describeTopic(props.bootstrapServers, id);
    if (!found) return { id: "" };
    const live = { ...props, ...found };
    return { id, props: live, inputs: live };
  },

  delete: async (id, props) => {
    await deleteTopic(props.bootstrapServers, id);
  },
};

/** What Pulumi's host of dynamic providers calls in the stored code. */
export const handler = () => {
  endWithEngine();
  return topicProvider;
};
