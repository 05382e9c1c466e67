import * as pulumi from "@pulumi/pulumi";
import { searchIndexProvider } from "./provider";
import type { IndexDefinition } from "./settings";

export interface SearchIndexArgs {
  /** Base URL of the search engine, as this machine reaches it: `http://localhost:9200`. */
  url: pulumi.Input<string>;
  /** Name of the index. */
  index: pulumi.Input<string>;
  /** Alias under which the index is searched, together with the other shards'. */
  alias: pulumi.Input<string>;
  /** Body of the index and its pipeline, as `indexDefinition` builds them. Another definition is another index: it is rebuilt. */
  definition: pulumi.Input<IndexDefinition>;
  /** Seconds until the index must have caught up with its topic. Default 300. */
  timeout?: pulumi.Input<number>;
}

/**
 * An index that pulls its documents from a Kafka topic. Ready when it has caught up with what the topic held. `refresh`
 * shows an index or alias that is gone and a poller that is paused or behind; `up` puts it right.
 */
export class SearchIndex extends pulumi.dynamic.Resource {
  declare readonly index: pulumi.Output<string>;
  /** `following`, when all is well; `paused` after a refresh that saw it so. */
  declare readonly state: pulumi.Output<string>;

  constructor(name: string, args: SearchIndexArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      searchIndexProvider,
      name,
      { timeout: 300, ...args, state: "following" },
      opts,
      "shardview",
      "SearchIndex",
    );
  }
}
