import { describe, expect, it } from "vitest";
import { eventually } from "./support/run";
import { PASSWORDS } from "./support/running-stack";
import type { TestStack } from "./support/stack";
import { Writer } from "./support/writer";

/** How passwords are changed on a running stack, which has others afterwards. */
export function describePasswords(stack: TestStack): void {
  describe("another password", () => {
    const LAST = "the last one";
    const password = "new $'\"\\ 비밀";
    const asCdc = (word: string) => stack.sql("shard0", "DO 0", "debezium", word);
    const binlogReader = () =>
      stack.sql(
        "shard0",
        "SELECT id FROM information_schema.processlist WHERE user = 'debezium' AND command LIKE 'Binlog Dump%'",
      );

    /** Kills the connection through which the connector reads, and waits until it has another. */
    async function loseConnection(): Promise<void> {
      const lost = await binlogReader();
      await stack.sql("shard0", `KILL ${lost}`);
      const another = async () => {
        const now = await binlogReader();
        expect(now).toMatch(/^\d+$/);
        expect(now).not.toBe(lost);
      };
      await eventually("another connection", another, 180);
    }

    it("is carried out under writes without another change, the old one ends, and no row is lost", async () => {
      const writer = new Writer(stack, "shard0").duringTest();
      await writer.more(5);
      const before = await stack.containers();
      await stack.setPasswords({ cdcPassword: password });
      const commands = ["setup", "password", "discard-old-password"];
      const { steps } = await stack.up();
      expect(steps).toEqual(
        Object.fromEntries(
          stack.shards.flatMap(({ name }) => commands.map((what) => [`Command ${name}-${what}`, "update"])),
        ),
      );
      await writer.more(5);
      await writer.allArrived();
      expect(await stack.containers()).toEqual(before);
      expect(await asCdc(password)).toBe("");
      await expect(asCdc(PASSWORDS.cdcPassword)).rejects.toThrow("Access denied for user 'debezium'");
    });

    it("that is interrupted after MySQL's part leaves both valid", async () => {
      await stack.setPasswords({ cdcPassword: LAST });
      const setup = "shardview:index:MysqlShard$command:local:Command::shard0-setup";
      await stack.up("--target", `urn:pulumi:${stack.name}::shardview::${setup}`);
      expect(await Promise.all([asCdc(password), asCdc(LAST)])).toEqual(["", ""]);
    });

    it("is finished by the next `up`, which takes over other passwords of root and application too, and replaces no container", async () => {
      const [root, app] = ["root $'\"\\ 비밀", "app $'\"\\ 비밀"];
      const before = await stack.containers();
      await stack.setPasswords({ rootPassword: root, appPassword: app });
      const { steps } = await stack.up();
      expect(steps).toMatchObject(
        Object.fromEntries(stack.shards.map(({ name }) => [`Command ${name}-setup`, "update"])),
      );
      expect(new Set(Object.values(steps))).toEqual(new Set(["update"]));
      expect(await stack.containers()).toEqual(before);
      expect(await asCdc(LAST)).toBe("");
      await expect(asCdc(password)).rejects.toThrow("Access denied for user 'debezium'");
      expect(await stack.sql("shard0", "DO 0", "app", app)).toBe("");
      for (const [user, old] of [
        ["app", PASSWORDS.appPassword],
        ["root", PASSWORDS.rootPassword],
      ]) {
        await expect(stack.sql("shard0", "DO 0", user, old)).rejects.toThrow("Access denied");
      }
    });

    it("lets the connector come back when it loses its connection", async () => {
      await loseConnection();
      const writer = new Writer(stack, "shard0", "K").duringTest();
      await writer.more(1);
      await writer.allArrived();
    });
  });
}
