import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { mysqlCommand, mysqlEnvironment, setupInput, SETUP_SCRIPT } from "./mysql-settings";
import { fakeCommand } from "./testing/fake-command";
import { devPlan, ROOT } from "./testing/fixtures";

const [shard] = devPlan().shards;
if (!shard) throw new Error("the default stack has no shard");

const passwords = [
  "dbz",
  `it's "quoted"`,
  "$HOME `id` $(id) ${x}",
  "back\\slash \\n",
  "two\nlines",
  "비밀번호 🔑",
  " x ",
  "%s%%",
  "ends in x",
];

async function inputFor(root: string, cdc: string, tables = shard?.tables ?? []): Promise<string> {
  const input = setupInput({ root: pulumi.secret(root), cdc: pulumi.secret(cdc) }, "SELECT 1;", { tables });
  return await new Promise((resolve) => input.apply(resolve));
}

/** Runs the set-up script as the container would, with a `mysql` that writes down what it is given. */
async function runScript(input: string): Promise<{ password: string; sql: string; args: string }> {
  const { folder, path } = fakeCommand("mysql", [
    'printf %s "$MYSQL_PWD" > password',
    'echo "$@" > args',
    "cat > sql",
  ]);
  await new Promise<void>((resolve, reject) => {
    const child = execFile("sh", ["-c", SETUP_SCRIPT], { env: { PATH: path } }, (error) => {
      if (error) reject(new Error(error.message));
      else resolve();
    });
    child.stdin?.end(input);
  });
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  return { password: read("password"), sql: read("sql"), args: read("args") };
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
  it("is root's password, the CDC password, then setup.sql and a look for each table", async () => {
    const tables = ["products.products", "crm.users"].map((table) => ({
      ...(devPlan().shards[0]?.tables[0] ?? expect.fail("the default stack has no table")),
      table,
    }));
    expect(await inputFor("root", "dbz", tables)).toBe(
      [
        "cm9vdA==",
        "SET @cdc_password = CONVERT(FROM_BASE64('ZGJ6') USING utf8mb4);",
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

  it.each(passwords)("holds the CDC password %j in one literal that needs no quoting", async (password) => {
    const literal = /FROM_BASE64\('([A-Za-z0-9+/=]*)'\)/.exec(await inputFor("root", password))?.[1] ?? "";
    expect(Buffer.from(literal, "base64").toString("utf8")).toBe(password);
  });

  it("is a secret", async () => {
    const secrets = { root: pulumi.secret("r"), cdc: pulumi.secret("c") };
    expect(await pulumi.isSecret(setupInput(secrets, "", shard))).toBe(true);
  });

  it("gives setup.sql the variables that it reads", async () => {
    const sql = readFileSync(join(ROOT, "initdb/setup.sql"), "utf8");
    const read = new Set([...sql.matchAll(/@cdc_\w+/g)].map(([name]) => name));
    const given = new Set(
      [...(await inputFor("r", "c")).matchAll(/SET (@cdc_\w+)/g)].map(([, name]) => name),
    );
    expect(given).toEqual(read);
  });
});

describe("SETUP_SCRIPT", () => {
  it.each(passwords)(
    "hands MySQL the password %j in the environment, and the SQL as it is",
    async (password) => {
      const { password: received, sql, args } = await runScript(await inputFor(password, "dbz"));
      expect(received).toBe(password);
      expect(sql).toBe((await inputFor(password, "dbz")).replace(/^.*\n/, ""));
      expect(args).toBe("--user=root --default-character-set=utf8mb4\n");
    },
  );

  it("stands between single quotes in a command", () => {
    expect(SETUP_SCRIPT).not.toContain("'");
  });
});
