import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { discardInput, mysqlCommand, mysqlEnvironment, ROOT_SQL, setupInput } from "./mysql-settings";
import { fakeCommand, oddPasswords as passwords } from "./testing/fake-command";
import { devPlan } from "./testing/fixtures";

const [shard] = devPlan().shards;
if (!shard) throw new Error("the default stack has no shard");

async function valueOf(output: pulumi.Output<string>): Promise<string> {
  return await new Promise((resolve) => output.apply(resolve));
}

async function inputFor(root: string, app: string, cdc: string, tables = shard?.tables ?? []) {
  const secrets = { root: pulumi.secret(root), app: pulumi.secret(app), cdc: pulumi.secret(cdc) };
  return await valueOf(setupInput(secrets, "SELECT 1;", { tables }));
}

describe("mysqlCommand", () => {
  it("turns on what Debezium needs, with the server's own id and the stack's time zone", () => {
    expect(mysqlCommand({ mysqlServerId: 3308, timeZone: "Asia/Seoul" })).toEqual([
      "--server-id=3308",
      "--log-bin=binlog",
      "--binlog-format=ROW",
      "--binlog-row-image=FULL",
      "--gtid-mode=ON",
      "--enforce-gtid-consistency=ON",
      "--max-binlog-size=16M",
      "--character-set-server=utf8mb4",
      "--collation-server=utf8mb4_0900_ai_ci",
      "--default-time-zone=Asia/Seoul",
    ]);
  });
});

describe("mysqlEnvironment", () => {
  it("names files for the passwords, and the first captured database", () => {
    expect(mysqlEnvironment({ databases: ["products", "archive"] })).toEqual({
      MYSQL_ROOT_PASSWORD_FILE: "/run/secrets/mysql-root-password",
      MYSQL_ROOT_HOST: "localhost",
      MYSQL_DATABASE: "products",
      MYSQL_USER: "app",
      MYSQL_PASSWORD_FILE: "/run/secrets/mysql-app-password",
    });
  });
});

describe("setupInput", () => {
  it("is the passwords in base64, then setup.sql and a look for each table", async () => {
    const tables = ["products.products", "crm.users"].map((table) => ({
      ...(devPlan().shards[0]?.tables[0] ?? expect.fail("the default stack has no table")),
      table,
    }));
    expect(await inputFor("root", "app", "dbz", tables)).toBe(
      [
        "cm9vdA==",
        "YXBw",
        "ZGJ6",
        "SET @cdc_table = '`products`.`products`';",
        "SELECT 1;",
        "SET @cdc_table = '`crm`.`users`';",
        "SELECT 1;",
        "SELECT `id` FROM `products`.`products` LIMIT 0;",
        "SELECT `id` FROM `crm`.`users` LIMIT 0;",
        "",
      ].join("\n"),
    );
  });

  it("keeps names that no rule has looked at inside their quotes", async () => {
    const [table = expect.fail("the default stack has no table")] = devPlan().shards[0]?.tables ?? [];
    const hostile = { ...table, table: "a'.b`; DROP TABLE t; -- ", idColumn: "id` FROM mysql.user; -- " };
    expect((await inputFor("root", "app", "dbz", [hostile])).split("\n").slice(3)).toEqual([
      "SET @cdc_table = '`a''`.`b``; DROP TABLE t; -- `';",
      "SELECT 1;",
      "SELECT `id`` FROM mysql.user; -- ` FROM `a'`.`b``; DROP TABLE t; -- ` LIMIT 0;",
      "",
    ]);
  });

  it("is a secret", async () => {
    const secrets = { root: pulumi.secret("r"), app: pulumi.secret("a"), cdc: pulumi.secret("c") };
    expect(await pulumi.isSecret(setupInput(secrets, "", shard))).toBe(true);
  });
});

describe("discardInput", () => {
  it.each(passwords)("holds the password %j in one literal that needs no quoting", async (password) => {
    const [first, ...rest] = (await valueOf(discardInput(pulumi.secret(password), "SELECT 1;"))).split("\n");
    const literal = /^SET @cdc_password = CONVERT\(FROM_BASE64\('([A-Za-z0-9+/=]*)'\) USING utf8mb4\);$/;
    expect(Buffer.from(literal.exec(first ?? "")?.[1] ?? "", "base64").toString("utf8")).toBe(password);
    expect(rest).toEqual(["SELECT 1;"]);
  });

  it("is a secret", async () => {
    expect(await pulumi.isSecret(discardInput(pulumi.secret("c"), ""))).toBe(true);
  });
});

describe("ROOT_SQL", () => {
  it.each(passwords)("hands MySQL the password %j of the container's file in the environment", (password) => {
    const { folder, path } = fakeCommand("mysql", ['printf %s "$MYSQL_PWD" > password', "cat > sql"]);
    writeFileSync(join(folder, "file"), password);
    const env = { PATH: path, MYSQL_ROOT_PASSWORD_FILE: join(folder, "file") };
    expect(spawnSync("sh", ["-c", ROOT_SQL], { env, input: "SELECT 1;" }).status).toBe(0);
    expect(readFileSync(join(folder, "password"), "utf8")).toBe(password);
    expect(readFileSync(join(folder, "sql"), "utf8")).toBe("SELECT 1;");
  });

  it("stands between single quotes in a command", () => {
    expect(ROOT_SQL).not.toContain("'");
  });
});
