import axios from "axios";
import { describe, expect, it } from "vitest";
import { docker, run } from "./support/run";
import { PASSWORDS } from "./support/running-stack";
import type { TestStack } from "./support/stack";

interface Inspected {
  Name: string;
  HostConfig: {
    CapDrop: string[];
    SecurityOpt: string[];
    ReadonlyRootfs: boolean;
    Memory: number;
    MemorySwap: number;
    PidsLimit: number;
    LogConfig: { Type: string; Config: Record<string, string> };
  };
}

/** What the accounts and containers of a stack may do, and where its passwords are. On a stack with the usual passwords. */
export function describeAccounts(stack: TestStack): void {
  describe("the CDC account", () => {
    const asCdc = (statement: string) => stack.sql("shard0", statement, "debezium", PASSWORDS.cdcPassword);

    it("has just the grants that a connector needs", async () => {
      expect((await stack.sql("shard0", "SHOW GRANTS FOR debezium")).split("\n")).toEqual([
        "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO `debezium`@`%`",
        "GRANT FLUSH_TABLES ON *.* TO `debezium`@`%`",
        "GRANT SELECT ON `products`.`products` TO `debezium`@`%`",
      ]);
    });

    it("is refused without TLS", async () => {
      const args = ["exec", "-e", "MYSQL_PWD", stack.mysqlContainer("shard0"), "mysql", "--user=debezium"];
      const { code, output } = await run(
        "docker",
        [...args, "--host=127.0.0.1", "--ssl-mode=DISABLED", "--execute=DO 0"],
        { MYSQL_PWD: PASSWORDS.cdcPassword },
      );
      expect({ code, output }).toMatchObject({ code: 1 });
      expect(output).toMatch(/secure connection|Access denied/);
    });

    it("reads the captured table and can do nothing else", async () => {
      expect(Number(await asCdc("SELECT COUNT(*) FROM products.products"))).toBeGreaterThan(1000);
      await expect(asCdc("DELETE FROM products.products")).rejects.toThrow(
        "DELETE command denied to user 'debezium'",
      );
      await expect(asCdc("SELECT * FROM mysql.user")).rejects.toThrow(
        "SELECT command denied to user 'debezium'",
      );
      await expect(asCdc("CREATE TABLE products.x (id INT)")).rejects.toThrow(
        "CREATE command denied to user 'debezium'",
      );
      await expect(asCdc("CREATE USER mallory")).rejects.toThrow("Access denied");
      expect(await asCdc("SHOW DATABASES")).not.toContain("mysql");
    });
  });

  describe("root", () => {
    it("does not come in over the network, with its password", async () => {
      const image = await docker(["inspect", "--format", "{{.Image}}", stack.mysqlContainer("shard0")]);
      const { output } = await run(
        "docker",
        [
          ...["run", "--rm", "--network", stack.network, "--entrypoint", "mysql", "--env", "MYSQL_PWD"],
          ...[image, "--host=mysql-13308", "--user=root", "--execute=DO 0"],
        ],
        { MYSQL_PWD: PASSWORDS.rootPassword },
      );
      expect(output).toContain("Access denied for user 'root'");
    });
  });

  /** The beginnings of the texts of containers, Connect and state that hold one of these passwords, as it is or in base64. */
  async function leaks(passwords: string[]): Promise<string[]> {
    const containers = Object.keys(await stack.containers());
    const texts = await Promise.all([
      docker(["inspect", ...containers]),
      ...containers.map((name) => docker(["logs", name])),
      ...containers.map((name) => docker(["top", name, "-eo", "pid,args"])),
      axios
        .get(`${stack.connectUrl}/connectors?expand=info&expand=status`)
        .then(({ data }) => JSON.stringify(data)),
      stack.succeed("stack", "export").then(({ output }) => output),
      stack.succeed("preview", "--refresh", "--diff", "--expect-no-changes").then(({ output }) => output),
    ]);
    const forms = passwords.flatMap((password) => [password, Buffer.from(password).toString("base64")]);
    return texts
      .filter((text) => forms.some((form) => text.includes(form)))
      .map((text) => text.slice(0, 200));
  }

  describe("the passwords", () => {
    it("are in no container's settings, log, process arguments or REST answer, nor in clear in the state or a preview, which plans no change", async () => {
      expect(await leaks(Object.values(PASSWORDS))).toEqual([]);
    });
  });

  describe("the containers", () => {
    it("have no capability, no new privilege, a bound for everything, and write to volumes and /tmp only but for MySQL", async () => {
      const names = Object.keys(await stack.containers());
      const containers = JSON.parse(await docker(["inspect", ...names])) as Inspected[];
      for (const { Name: name, HostConfig: host } of containers) {
        expect(host, name).toMatchObject({
          CapDrop: ["ALL"],
          SecurityOpt: ["no-new-privileges"],
          ReadonlyRootfs: !name.includes("-mysql-"),
          MemorySwap: host.Memory,
          PidsLimit: 2048,
          LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } },
        });
        expect(host.Memory, name).toBeGreaterThan(0);
      }
    });
  });
}
