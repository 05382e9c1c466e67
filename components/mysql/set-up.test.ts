import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeCommand, oddPasswords } from "../testing/fake-command";
import { ROOT } from "../testing/fixtures";

const base64 = (text: string) => Buffer.from(text).toString("base64");

interface Shard {
  /** The passwords that the shard's MySQL takes, by account. */
  accepts: Record<string, string>;
  /** What the container's files hold. */
  files?: { root: string; app: string };
  configured?: { root: string; app: string; cdc: string };
  refusal?: string;
}

/** Runs the script as the container would, with a `mysql` that knows some passwords and writes down what it is given. */
function setUp({
  accepts,
  files = { root: "root", app: "app" },
  configured = { root: "root", app: "app", cdc: "cdc" },
  refusal = "ERROR 1045 (28000): Access denied",
}: Shard) {
  const { folder, path } = fakeCommand("mysql", [
    "user=${1#--user=}",
    'echo "$@" >> args',
    `[ "$MYSQL_PWD" = "$(cat "accepted-$user" 2>/dev/null)" ] || { echo "${refusal}" >&2; exit 1; }`,
    'case $* in *--execute*) exit ;; esac; cat >> sql; printf %s "$MYSQL_PWD" > password',
  ]);
  const file = (name: string) => join(folder, name);
  for (const [user, password] of Object.entries(accepts)) writeFileSync(file(`accepted-${user}`), password);
  for (const [name, password] of Object.entries(files)) writeFileSync(file(name), password);
  writeFileSync(file("sql"), "");
  const script = readFileSync(join(__dirname, "set-up.sh"), "utf8");
  const { root, app, cdc } = configured;
  const { status, stdout, stderr } = spawnSync("sh", ["-c", script], {
    env: { PATH: path, MYSQL_ROOT_PASSWORD_FILE: file("root"), MYSQL_PASSWORD_FILE: file("app") },
    input: [root, app, cdc].map(base64).join("\n") + "\nSELECT 'the rest';\n",
    encoding: "utf8",
  });
  const read = (name: string) => readFileSync(file(name), "utf8");
  return { status, stdout, stderr, sql: read("sql"), args: read("args"), files: [read("root"), read("app")] };
}

describe("set-up.sh", () => {
  it("sets the passwords of root and app, then runs the SQL, which learns that the CDC password is new", () => {
    const { status, stdout, stderr, sql } = setUp({ accepts: { root: "root" } });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(sql).toBe(
      [
        `SET @root = CONVERT(FROM_BASE64('${base64("root")}') USING utf8mb4);`,
        `SET @app = CONVERT(FROM_BASE64('${base64("app")}') USING utf8mb4);`,
        "SET @statement = CONCAT('ALTER USER ''root''@''localhost'' IDENTIFIED BY ', QUOTE(@root));",
        "PREPARE statement FROM @statement;",
        "EXECUTE statement;",
        "SET @statement = CONCAT('ALTER USER IF EXISTS ''app''@''%'' IDENTIFIED BY ', QUOTE(@app));",
        "PREPARE statement FROM @statement;",
        "EXECUTE statement;",
        `SET @cdc_password = CONVERT(FROM_BASE64('${base64("cdc")}') USING utf8mb4);`,
        "SET @cdc_password_valid = FALSE;",
        "SELECT 'the rest';",
        "",
      ].join("\n"),
    );
  });

  it("tells the SQL when the CDC account takes its password already", () => {
    const { sql } = setUp({ accepts: { root: "root", debezium: "cdc" } });
    expect(sql).toContain("SET @cdc_password_valid = TRUE;\n");
  });

  it("takes root's old password from the container's file, and keeps the new ones there", () => {
    const configured = { root: "new root", app: "new app", cdc: "cdc" };
    // MySQL would take the new one after the first statement; this one never does.
    const { status, stderr, files, sql } = setUp({ accepts: { root: "root" }, configured });
    expect(sql).toContain(base64("new root"));
    expect(files).toEqual(["new root", "new app"]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "ERROR 1045 (28000): Access denied\n" });
  });

  it("says what to do when root has another password than it knows of", () => {
    const { status, stderr, sql } = setUp({ accepts: { root: "another" } });
    expect(status).toBe(1);
    expect(stderr.replace(/in \S+\. Set/, "in <file>. Set")).toBe(
      "ERROR 1045 (28000): Access denied\n" +
        "root has neither the configured rootPassword nor the one in <file>. Set rootPassword to the password that root " +
        "has in this shard, run 'up', and then change it.\n",
    );
    expect(sql).toBe("");
  });

  it("gives MySQL's own words alone when MySQL does not answer", () => {
    const refusal = "ERROR 2002 (HY000): Can't connect to local MySQL server";
    expect(setUp({ accepts: {}, refusal }).stderr).toBe(`${refusal}\n`);
  });

  it.each(oddPasswords)("takes the password %j for any account, and shows it to nobody", (password) => {
    const { status, files, args } = setUp({
      accepts: { root: password, debezium: password },
      configured: { root: password, app: password, cdc: password },
    });
    expect({ status, files }).toEqual({ status: 0, files: [password, password] });
    expect(args).toBe(
      [
        "--user=root --execute=DO 0",
        "--user=root --default-character-set=utf8mb4 --init-command=SET sql_log_bin = OFF",
        "--user=debezium --ssl-mode=REQUIRED --execute=DO 0",
        "--user=root --default-character-set=utf8mb4 --init-command=SET sql_log_bin = OFF",
        "",
      ].join("\n"),
    );
  });

  it("gives setup.sql the variables that it reads", () => {
    const variables = (text: string) => new Set([...text.matchAll(/@(cdc_\w+)/g)].map(([, name]) => name));
    const { sql } = setUp({ accepts: { root: "root" } });
    expect(new Set([...variables(sql), "cdc_table"])).toEqual(
      variables(readFileSync(join(ROOT, "initdb/setup.sql"), "utf8")),
    );
  });
});
