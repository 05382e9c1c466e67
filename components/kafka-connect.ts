import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as command from "@pulumi/command";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { SECRETS_FOLDER } from "./connect/settings";
import { dataVolume, declareService, READER_SHARES, type Surroundings } from "./docker/service";
import { connectEnvironment } from "./kafka-connect-settings";
import { CA_CERTIFICATE } from "./mysql-settings";
import type { Plan } from "./plan";
import { shellWord } from "./quoting";

const PUT_SECRET = readFileSync(join(__dirname, "connect/put-secret.sh"), "utf8");

export interface KafkaConnectArgs extends Surroundings {
  service: Plan["connect"];
  image: docker.RemoteImage;
}

/** A file for a connector, in the folder of its secrets. */
export interface ConnectorFileArgs {
  container: string;
  file: string;
  /** Name of the connector that reads it. */
  connector: string;
  /** Seconds until its task must run with it. */
  timeout: number;
}

export interface SecretFileArgs extends ConnectorFileArgs {
  content: pulumi.Input<string>;
}

export interface CertificateFileArgs extends ConnectorFileArgs {
  /** Id of the container of the MySQL server. */
  server: pulumi.Input<string>;
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
        // What was written while it was away is read by code that is not compiled yet: it had caught up 13 s after a crash instead of
        // 19 (three shards, 500 changes a second, two cores).
        cpuShares: READER_SHARES,
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
    return new command.local.Command(
      name,
      {
        create: putSecret(args),
        environment: { SCRIPT: PUT_SECRET },
        delete: `docker exec ${shellWord(args.container)} rm -f ${secretPath(args.file)}`,
        stdin: args.content,
      },
      { ...opts, deletedWith: this.container },
    );
  }

  /**
   * Lets a connector know the MySQL server that it speaks to: puts the certificate of the CA that the server made itself
   * into the file, and a key store of it into `<file>.p12`. The connector's task is started again when the certificate is another.
   */
  certificateFile(
    name: string,
    args: CertificateFileArgs,
    opts: pulumi.CustomResourceOptions,
  ): command.local.Command {
    const path = secretPath(args.file);
    return new command.local.Command(
      name,
      {
        create: `docker exec "$SERVER" cat ${CA_CERTIFICATE} | ${putSecret(args)}`,
        environment: { SCRIPT: PUT_SECRET, SERVER: args.server },
        delete: `docker exec ${shellWord(args.container)} rm -f ${path} ${path}.p12`,
      },
      { ...opts, deletedWith: this.container },
    );
  }
}

/** Command that puts its standard input into the file. */
function putSecret({ container, file, connector, timeout }: ConnectorFileArgs): string {
  const script = 'sh -c "$SCRIPT" put-secret';
  return `docker exec -i ${shellWord(container)} ${script} ${secretPath(file)} ${shellWord(connector)} ${timeout}`;
}

function secretPath(file: string): string {
  return shellWord(`${SECRETS_FOLDER}/${file}`);
}
