import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { fakeCommand } from "../components/testing/fake-command";
import { literal, mysqlRows } from "./mysql";

describe("mysqlRows", () => {
  it("gives the lines, and hands the SQL over on standard input, read-only and in UTC", async () => {
    const { folder, path } = fakeCommand("docker", [
      "cat > stdin",
      'echo "$@" > args',
      "printf 'one\\n둘\\n\\nlast\\n-- that was all --\\n'",
    ]);
    vi.stubEnv("PATH", path);
    expect(await mysqlRows("mysql-1", "SELECT 1;")).toEqual(["one", "둘", "", "last"]);
    expect(readFileSync(join(folder, "stdin"), "utf8")).toBe(
      "SET SESSION transaction_read_only = ON, time_zone = '+00:00', net_write_timeout = 600, sql_mode = '';\nSELECT 1;\nSELECT '-- that was all --';\n",
    );
    expect(readFileSync(join(folder, "args"), "utf8")).toMatch(/^exec -i mysql-1 sh -c MYSQL_PWD=\$\(cat /);
  });

  it("fails with what MySQL or docker said last", async () => {
    vi.stubEnv("PATH", fakeCommand("docker", ["echo warning >&2", "echo ERROR 1146 >&2", "exit 1"]).path);
    await expect(mysqlRows("mysql-1", "SELECT 1;")).rejects.toThrow(new Error("ERROR 1146"));
  });

  it.each(["one\\ntw", "one\\n", ""])(
    "does not take the beginning of an answer for the answer: '%s'",
    async (said) => {
      const { folder, path } = fakeCommand("docker", ["echo asked >> asked", `printf '${said}'`]);
      vi.stubEnv("PATH", path);
      await expect(mysqlRows("mysql-1", "SELECT 1;")).rejects.toThrow(
        new Error("the answer of MySQL in mysql-1 was cut off"),
      );
      expect(readFileSync(join(folder, "asked"), "utf8")).toBe("asked\nasked\n");
    },
  );

  it("asks once more when the answer was cut off", async () => {
    const script = ["echo one", "[ -e asked ] && echo two && echo '-- that was all --'", "touch asked"];
    vi.stubEnv("PATH", fakeCommand("docker", script).path);
    expect(await mysqlRows("mysql-1", "SELECT 1;")).toEqual(["one", "two"]);
  });

  it("ends what gives no answer", async () => {
    vi.stubEnv("PATH", fakeCommand("docker", ["exec sleep 60"]).path);
    await expect(mysqlRows("mysql-1", "SELECT 1;", 100)).rejects.toThrow(
      new Error("MySQL in mysql-1 gave no answer within 0.1 s"),
    );
  });
});

describe("literal", () => {
  it("leaves nothing that SQL would read", () => {
    expect(literal("'; --")).toBe("_utf8mb4 X'273b202d2d'");
  });
});
