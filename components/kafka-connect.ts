import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as command from "@pulumi/command";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { SECRETS_FOLDER } from "./connect/settings";
import { dataVolume, declareService, type Surroundings } from "./docker/service";
import { connectEnvironment } from "./kafka-connect-settings";
import type { Plan } from "./plan";

const PUT_SECRET = readFileSync(join(__dirname, "connect/put-secret.sh"), "utf8");

export interface KafkaConnectArgs extends Surroundings {
  service: Plan["connect"];
  image: docker.RemoteImage;
}

export interface SecretFileArgs {
  container: string;
  file: string;
  content: pulumi.Input<string>;
  /** Name of the connector that reads it. */
  connector: string;
  /** Seconds until its task must run with the secret. */
  timeout: number;
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
   * Puts a secret into a file that connectors name as `${dir:/run/secrets/connect:<file>}`. It travels on standard input.
   * A change of it replaces no container; the connector's task is started again, if there is one.
   */
  secretFile(name: string, args: SecretFileArgs, opts: pulumi.CustomResourceOptions): command.local.Command {
    const path = `${SECRETS_FOLDER}/${args.file}`;
    const script = 'sh -c "$SCRIPT" put-secret';
    return new command.local.Command(
      name,
      {
        create: `docker exec -i ${args.container} ${script} ${path} ${args.connector} ${args.timeout}`,
        environment: { SCRIPT: PUT_SECRET },
        delete: `docker exec ${args.container} rm -f ${path}`,
        stdin: args.content,
      },
      { ...opts, deletedWith: this.container },
    );
  }
}
