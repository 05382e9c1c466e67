import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../dynamic/resource";
import type { IndexDefinition } from "./definition";
import type { MessagePlace } from "./poison";

export interface SearchIndexArgs {
  /** Base URL of the search engine, as this machine reaches it: `http://localhost:9200`. With several, any will do. */
  url: pulumi.Input<string | string[]>;
  /** Name of the series of indexes; each generation's name is this, `-` and six digits. Another series is another resource. */
  series: pulumi.Input<string>;
  /** Alias under which the index is searched, together with the other shards'. */
  alias: pulumi.Input<string>;
  /** Settings, mappings and ingest pipeline, as `indexDefinition` builds them. */
  definition: pulumi.Input<IndexDefinition>;
  /** Messages of the topic that are left out, because the index cannot take them. Default none. */
  skip?: pulumi.Input<MessagePlace[]>;
  /** Kafka as this machine reaches it. With it an error names the message that the index cannot take, and why. */
  bootstrapServers?: pulumi.Input<string>;
  /** Seconds until the index must have caught up with its topic. Default 300. */
  timeout?: pulumi.Input<number>;
}

/**
 * An index that pulls its documents from a Kafka topic, searched by its alias. Ready when it has caught up with what the topic
 * held. A new field or a dynamic setting is changed in place. Another definition is built beside the index that serves, and
 * takes the alias over when it has caught up; an `up` that was interrupted in it is finished, or rolled back, by the next.
 * `refresh` shows what was changed by hand and a poller that is paused or blocked; `up` puts it right.
 */
export class SearchIndex extends DynamicResource {
  /** Name of the index that serves: the newest generation. */
  declare readonly index: pulumi.Output<string>;
  /** `following`, when all is well; `paused` or `blocked` after a refresh that saw it so. */
  declare readonly state: pulumi.Output<string>;
  /** What was changed by hand, in words; empty when all is well. */
  declare readonly drift: pulumi.Output<string[]>;

  constructor(name: string, args: SearchIndexArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs = { index: undefined, observed: undefined, drift: undefined };
    const props = { timeout: 300, skip: [], ...args, state: "following", ...outputs };
    super("search", "SearchIndex", name, props, opts);
  }
}
