import * as command from "@pulumi/command";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { dataVolume, declareService, type Surroundings } from "./docker/service";
import type { ShardPipeline } from "./shard-pipeline";
import type { ShardPlan, WatcherPlan } from "./plan";
import { bundleWatcher } from "./watcher/bundle";
import { watchedShard } from "./watcher-settings";

/** Folder in the container with a file for each shard that is watched. */
const SHARDS_FOLDER = "/var/lib/watcher";

export interface WatcherArgs extends Surroundings {
  service: WatcherPlan;
  image: docker.RemoteImage;
}

/**
 * The container that restarts what fails and says what needs a person (docs/healing.md). It learns of each shard by a
 * file, so that a shard that comes or goes replaces no container.
 */
export class Watcher extends pulumi.ComponentResource {
  readonly container: docker.Container;
  private readonly ready: pulumi.Resource;
  private readonly containerName: string;

  constructor(name: string, args: WatcherArgs, opts?: pulumi.ComponentResourceOptions) {
    super("shardview:index:Watcher", name, {}, opts);
    // The program can write it anew: nothing to protect.
    const unprotected = { ...args, protectData: false };
    const shards = dataVolume(`${name}-data`, args.service.volume, unprotected, { parent: this });
    const service = declareService(
      name,
      {
        ...args,
        mounts: [{ volume: shards, folder: SHARDS_FOLDER }],
        envs: {
          WATCHER_PROGRAM: bundleWatcher(__dirname),
          WATCHER_SETTINGS: JSON.stringify(args.service.settings),
        },
        // It has looked within the last minute.
        healthTest: "find /tmp/report.json -mmin -1 | grep -q .",
      },
      { parent: this },
    );
    this.container = service.container;
    this.ready = service.ready;
    this.containerName = args.service.container;
    this.registerOutputs({ container: service.container.name });
  }

  /** Lets it watch a shard whose pipeline is complete; the shard is left alone before that goes. */
  watch(shard: ShardPlan, pipeline: ShardPipeline): command.local.Command {
    const path = `${SHARDS_FOLDER}/${shard.name}.json`;
    return new command.local.Command(
      `${shard.name}-watched`,
      {
        create: `docker exec -i ${this.containerName} sh -c 'cat > ${path}.new && mv ${path}.new ${path}'`,
        delete: `docker exec ${this.containerName} rm -f ${path}`,
        stdin: JSON.stringify(watchedShard(shard)),
      },
      {
        parent: this,
        dependsOn: [this.ready, pipeline.connector, ...pipeline.indexes],
        deletedWith: this.container,
      },
    );
  }
}
