import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../dynamic/resource";

export interface TopicArgs {
  /** Address of the cluster as this machine reaches it: `localhost:9092`. Several with commas. */
  bootstrapServers: pulumi.Input<string>;
  topic: pulumi.Input<string>;
  /** Default 1. Another number makes another topic: keys would move between partitions. */
  partitions?: pulumi.Input<number>;
  /** Topic settings, texts (https://kafka.apache.org/documentation/#topicconfigs). */
  config?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Generation of the messages: a higher number empties the topic. Offsets go on from where they were. Default 0. */
  generation?: pulumi.Input<number>;
  /** What writes to it: stopped before the topic is emptied, and for somebody else to start again. */
  writer?: pulumi.Input<TopicWriter>;
}

/** A connector that writes to a topic. */
export interface TopicWriter {
  /** URL of Kafka Connect. */
  url: string;
  connector: string;
}

/**
 * A Kafka topic, there before anything writes to it or reads from it. One that already exists is taken over with its
 * messages. `refresh` shows changed settings and a topic that is gone.
 */
export class Topic extends DynamicResource {
  declare readonly topic: pulumi.Output<string>;

  constructor(name: string, args: TopicArgs, opts?: pulumi.CustomResourceOptions) {
    super("kafka", "Topic", name, { partitions: 1, config: {}, generation: 0, ...args }, opts);
  }
}
