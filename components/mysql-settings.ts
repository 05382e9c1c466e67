import * as pulumi from "@pulumi/pulumi";
import type { Secrets } from "./config";
import type { ShardPlan } from "./plan";
import { sqlIdentifier, sqlTable, sqlText } from "./quoting";

/** Where the entrypoint reads the passwords of the first start. */
export const PASSWORD_FILES = {
  root: "/run/secrets/mysql-root-password",
  app: "/run/secrets/mysql-app-password",
};

/** The certificate of the CA that every MySQL server makes itself at its first start. */
export const CA_CERTIFICATE = "/var/lib/mysql/ca.pem";

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
    // A reader that comes back is found its place by a scan of one file from its beginning: one of 200 MB takes as long as a restart
    // of Connect (https://dev.mysql.com/doc/refman/9.7/en/replication-gtids-auto-positioning.html).
    "--max-binlog-size=16M",
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

/** Runs SQL in a shard's container as root, whose password the set-up keeps in a file there. */
export const ROOT_SQL =
  'MYSQL_PWD=$(cat "$MYSQL_ROOT_PASSWORD_FILE"); export MYSQL_PWD; ' +
  // Not in the binlog: the CDC account can read that, and statements about accounts hold the passwords' hashes.
  'exec mysql --user=root --default-character-set=utf8mb4 --init-command="SET sql_log_bin = OFF"';

/** Standard input of `mysql/set-up.sh`: the passwords, then `setup.sql` once for each table, then a look at each table. */
export function setupInput(
  secrets: Secrets,
  setupSql: string,
  shard: Pick<ShardPlan, "tables">,
): pulumi.Output<string> {
  return pulumi.all([secrets.root, secrets.app, secrets.cdc]).apply((passwords) => {
    const perTable = shard.tables.map(
      ({ table }) => `SET @cdc_table = ${sqlText(sqlTable(table))};\n${setupSql}`,
    );
    // Fails in MySQL's own words where a table or its id column is missing.
    const looks = shard.tables.map(
      ({ table, idColumn }) => `SELECT ${sqlIdentifier(idColumn)} FROM ${sqlTable(table)} LIMIT 0;`,
    );
    return [...passwords.map(base64), ...perTable, ...looks, ""].join("\n");
  });
}

/** SQL that ends the old CDC password, given the new one. */
export function discardInput(cdc: pulumi.Output<string>, discardSql: string): pulumi.Output<string> {
  return cdc.apply(
    (password) =>
      `SET @cdc_password = CONVERT(FROM_BASE64('${base64(password)}') USING utf8mb4);\n${discardSql}`,
  );
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
