import * as pulumi from "@pulumi/pulumi";
import type { Secrets } from "./config";
import type { ShardPlan } from "./plan";

/** Where the entrypoint reads the passwords of the first start. */
export const PASSWORD_FILES = {
  root: "/run/secrets/mysql-root-password",
  app: "/run/secrets/mysql-app-password",
};

/**
 * Options of a shard's mysqld: what Debezium needs
 * (https://debezium.io/documentation/reference/stable/connectors/mysql.html#setting-up-mysql).
 */
export function mysqlCommand(shard: Pick<ShardPlan, "mysqlServerId" | "timeZone">): string[] {
  return [
    `--server-id=${shard.mysqlServerId}`,
    "--log-bin=binlog",
    "--binlog-format=ROW",
    "--binlog-row-image=FULL",
    "--gtid-mode=ON",
    "--enforce-gtid-consistency=ON",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_0900_ai_ci",
    // The connector's database.connectionTimeZone is the same setting.
    `--default-time-zone=${shard.timeZone}`,
  ];
}

/** Environment of the entrypoint, as the official `mysql` image documents it. Root is for this machine's socket only. */
export function mysqlEnvironment(shard: Pick<ShardPlan, "databases">): Record<string, string> {
  return {
    MYSQL_ROOT_PASSWORD_FILE: PASSWORD_FILES.root,
    MYSQL_ROOT_HOST: "localhost",
    MYSQL_DATABASE: shard.databases[0] ?? "",
    MYSQL_USER: "app",
    MYSQL_PASSWORD_FILE: PASSWORD_FILES.app,
  };
}

/**
 * Runs what comes on standard input as root: the first line is the password in base64, so that it may hold anything and
 * is never an argument; the `x` keeps the newlines that `$( )` would cut. The rest is SQL.
 */
export const SETUP_SCRIPT =
  'IFS= read -r line; MYSQL_PWD=$(printf %s "$line" | base64 -d; printf x); export MYSQL_PWD="${MYSQL_PWD%x}"; ' +
  "exec mysql --user=root --default-character-set=utf8mb4";

/** Standard input of the set-up: root's password, then `setup.sql` once for each table, then a look at each table. */
export function setupInput(
  secrets: Pick<Secrets, "root" | "cdc">,
  setupSql: string,
  shard: Pick<ShardPlan, "tables">,
): pulumi.Output<string> {
  return pulumi.all([secrets.root, secrets.cdc]).apply(([root, cdc]) => {
    const perTable = shard.tables.map(({ table }) => `SET @cdc_table = '${quoted(table)}';\n${setupSql}`);
    // Fails in MySQL's own words where a table or its id column is missing.
    const looks = shard.tables.map(
      ({ table, idColumn }) => `SELECT \`${idColumn}\` FROM ${quoted(table)} LIMIT 0;`,
    );
    const password = `SET @cdc_password = CONVERT(FROM_BASE64('${base64(cdc)}') USING utf8mb4);`;
    return [base64(root), password, ...perTable, ...looks, ""].join("\n");
  });
}

function quoted(table: string): string {
  return table
    .split(".")
    .map((part) => `\`${part}\``)
    .join(".");
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
