import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as command from "@pulumi/command";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Secrets } from "./config";
import { dataVolume, declareService, type Surroundings } from "./docker/service";
import {
  discardInput,
  mysqlCommand,
  mysqlEnvironment,
  PASSWORD_FILES,
  ROOT_SQL,
  setupInput,
} from "./mysql-settings";
import type { ShardPlan } from "./plan";
import { shellWord } from "./quoting";

const SET_UP = readFileSync(join(__dirname, "mysql/set-up.sh"), "utf8");
const DISCARD_OLD_PASSWORD = readFileSync(join(__dirname, "mysql/discard-old-password.sql"), "utf8");

export interface MysqlShardArgs extends Surroundings {
  shard: ShardPlan;
  image: docker.RemoteImage;
  secrets: Secrets;
  /**
   * Folder of the program with the shard's SQL. Files whose names begin with a digit run at the first start; `setup.sql`
   * makes the CDC account (the package has one in `initdb/`). Default `initdb`.
   */
  initdb?: string;
}

/**
 * One MySQL shard: container with ROW binlog and GTIDs, data volume, the schema and rows of `initdb/` at the first start,
 * and the accounts: the configured passwords, the CDC account of `initdb/setup.sql`. `ready` is done when connectors may read.
 */
export class MysqlShard extends pulumi.ComponentResource {
  readonly container: docker.Container;
  readonly ready: pulumi.Resource;

  constructor(name: string, args: MysqlShardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("shardview:index:MysqlShard", name, {}, opts);
    const { shard, secrets, initdb = "initdb" } = args;
    const data = dataVolume(`${name}-data`, shard.volume, args, { parent: this });
    const { container, ready } = declareService(
      name,
      {
        ...args,
        service: shard,
        port: 3306,
        mounts: [{ volume: data, folder: "/var/lib/mysql" }],
        command: mysqlCommand(shard),
        envs: mysqlEnvironment(shard),
        uploads: [...initFiles(initdb), ...passwordFiles(secrets)],
        // Over TCP: the server that the entrypoint runs while it initialises answers on the socket only.
        healthTest: "mysqladmin ping --host=127.0.0.1 --silent",
      },
      { parent: this },
    );
    const setup = new command.local.Command(
      `${name}-setup`,
      {
        create: `docker exec -i ${shellWord(shard.container)} sh -c "$SCRIPT"`,
        environment: { SCRIPT: SET_UP },
        stdin: setupInput(secrets, readFileSync(join(initdb, "setup.sql"), "utf8"), shard),
        triggers: [container.id],
      },
      { parent: this, dependsOn: [ready] },
    );
    this.container = container;
    this.ready = setup;
    this.registerOutputs({ container: container.name });
  }

  /**
   * Ends the CDC account's old password, which `ready` has left valid. To be run when the connector uses the new one.
   */
  discardOldPassword(
    name: string,
    container: string,
    cdcPassword: pulumi.Output<string>,
    opts: pulumi.CustomResourceOptions,
  ): command.local.Command {
    return new command.local.Command(
      name,
      {
        create: `docker exec -i ${shellWord(container)} sh -c '${ROOT_SQL}'`,
        stdin: discardInput(cdcPassword, DISCARD_OLD_PASSWORD),
      },
      opts,
    );
  }
}

function initFiles(folder: string): docker.types.input.ContainerUpload[] {
  return readdirSync(folder)
    .filter((name) => /^\d.*\.sql$/.test(name))
    .map((name) => ({
      content: readFileSync(join(folder, name), "utf8"),
      file: `/docker-entrypoint-initdb.d/${name}`,
    }));
}

// Files, not variables: `docker inspect` shows variables. After the first start the set-up keeps them up to date.
function passwordFiles({ root, app }: Secrets): docker.types.input.ContainerUpload[] {
  return [
    { content: root, file: PASSWORD_FILES.root },
    { content: app, file: PASSWORD_FILES.app },
  ];
}
