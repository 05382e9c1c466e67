import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { dataVolume, declareService, type Surroundings } from "./docker/service";
import { KAFKA_DATA_FOLDER, KAFKA_EXTERNAL_PORT, kafkaEnvironment } from "./kafka-settings";
import type { Plan } from "./plan";

export interface KafkaArgs extends Surroundings {
  service: Plan["kafka"];
  image: docker.RemoteImage;
}

/** One Kafka broker in KRaft mode: `kafka:29092` inside the network, `localhost:<hostPort>` on this machine. */
export class Kafka extends pulumi.ComponentResource {
  readonly container: docker.Container;
  readonly ready: pulumi.Resource;

  constructor(name: string, args: KafkaArgs, opts?: pulumi.ComponentResourceOptions) {
    super("shardview:index:Kafka", name, {}, opts);
    const data = dataVolume(`${name}-data`, args.service.volume, args, { parent: this });
    const service = declareService(
      name,
      {
        ...args,
        port: KAFKA_EXTERNAL_PORT,
        mounts: [{ volume: data, folder: KAFKA_DATA_FOLDER }],
        envs: kafkaEnvironment(args.service),
        healthTest: "bash -c '</dev/tcp/kafka/29092'",
      },
      { parent: this },
    );
    this.container = service.container;
    this.ready = service.ready;
    this.registerOutputs({ container: service.container.name });
  }
}
