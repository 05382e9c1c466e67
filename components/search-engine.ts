import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { dataVolume, declareService, READER_SHARES, type Surroundings } from "./docker/service";
import { searchEnvironment } from "./search-settings";
import type { Plan } from "./plan";

export interface SearchEngineArgs extends Surroundings {
  service: Plan["search"];
  image: docker.RemoteImage;
}

/** One OpenSearch node whose indexes pull from Kafka. */
export class SearchEngine extends pulumi.ComponentResource {
  readonly container: docker.Container;
  readonly ready: pulumi.Resource;

  constructor(name: string, args: SearchEngineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("shardview:index:SearchEngine", name, {}, opts);
    const data = dataVolume(`${name}-data`, args.service.volume, args, { parent: this });
    const service = declareService(
      name,
      {
        ...args,
        port: 9200,
        mounts: [{ volume: data, folder: "/usr/share/opensearch/data" }],
        envs: searchEnvironment(args.service),
        // A row can be searched after the index's next refresh, and of all that is done on the way that waits longest: it came
        // once a second instead of ten times (three shards, 500 changes a second, two cores: median 0.9 to 1.3 s before, 0.3 to
        // 0.4 s after).
        cpuShares: READER_SHARES,
        healthTest: "curl -fsS 'http://localhost:9200/_cluster/health?wait_for_status=yellow&timeout=3s'",
      },
      { parent: this },
    );
    this.container = service.container;
    this.ready = service.ready;
    this.registerOutputs({ container: service.container.name });
  }
}
