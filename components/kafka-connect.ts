import * as command from "@pulumi/command";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { SECRETS_FOLDER } from "./connect/settings";
import { dataVolume, declareService, type Surroundings } from "./docker/service";
import { connectEnvironment } from "./kafka-connect-settings";
import type { Plan } from "./plan";

export interface KafkaConnectArgs extends Surroundings {
  service: Plan["connect"];
  image: docker.RemoteImage;
}

/** One distributed Kafka Connect worker with Debezium, and the volume that its config provider reads secrets from. */
export class KafkaConnect extends pulumi.ComponentResource {
  readonly container: docker.Container;
  readonly ready: pulumi.Resource;

  constructor(name: string, args: KafkaConnectArgs, opts?: pulumi.ComponentResourceOptions) {
    super("shardview:index:KafkaConnect", name, {}, opts);
    const secrets = dataVolume(`${name}-secrets`, args.service.secretsVolume, args, { parent: this });
    const service = declareService(
      name,
      {
        ...args,
        port: 8083,
        // Its connectors, offsets and statuses live in Kafka.
        mounts: [{ volume: secrets, folder: SECRETS_FOLDER }],
        envs: connectEnvironment(args.service),
        healthTest: "curl -fsS http://localhost:8083/health",
      },
      { parent: this },
    );
    this.container = service.container;
    this.ready = service.ready;
    this.registerOutputs({ container: service.container.name });
  }

  /**
   * Puts a secret into a file that connectors name as `${dir:/run/secrets/connect:<file>}`. It travels on standard input,
   * and a change of it replaces no container.
   */
  secretFile(
    name: string,
    container: string,
    file: string,
    content: pulumi.Input<string>,
    opts: pulumi.CustomResourceOptions,
  ): command.local.Command {
    const path = `${SECRETS_FOLDER}/${file}`;
    return new command.local.Command(
      name,
      {
        // Written beside and renamed: the worker never reads half a secret.
        create: `docker exec -i ${container} sh -c 'umask 077; cat > ${path}.new && mv ${path}.new ${path}'`,
        delete: `docker exec ${container} rm -f ${path}`,
        stdin: content,
      },
      { dependsOn: [this.container], deletedWith: this.container, ...opts },
    );
  }
}
