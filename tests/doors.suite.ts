import { networkInterfaces } from "node:os";
import axios from "axios";
import { describe, expect, it } from "vitest";
import { docker, eventually, run } from "./support/run";
import type { TestStack } from "./support/stack";

/** What Connect and Kafka refuse, and where they can be reached from. */
export function describeDoors(stack: TestStack): void {
  /** The errors that Connect finds in the first connector's configuration with these changes, by key. */
  async function faultsOf(changes: Record<string, string>): Promise<Record<string, string[]>> {
    const { data: config } = await axios.get<Record<string, string>>(
      `${stack.connectUrl}/connectors/inventory-connector-0/config`,
    );
    const { data } = await axios.put<{ configs: { value: { name: string; errors: string[] } | null }[] }>(
      `${stack.connectUrl}/connector-plugins/${config["connector.class"]}/config/validate`,
      { ...config, ...changes },
    );
    return Object.fromEntries(
      data.configs.flatMap(({ value }) => (value?.errors.length ? [[value.name, value.errors]] : [])),
    );
  }

  describe("Connect", () => {
    it("speaks to a shard that has the certificate which is known of it, and to no other", async () => {
      expect(await faultsOf({})).toEqual({});
      const another = { "database.ssl.truststore": "/run/secrets/connect/shard1-ca.pem.p12" };
      expect(JSON.stringify(await faultsOf(another))).toContain("Failed to establish connection");
    });

    it("lets a connector override how much its clients send, not whom they speak to or as whom", async () => {
      expect(await faultsOf({ "producer.override.linger.ms": "5" })).toEqual({});
      const refusal = (key: string) => [
        `The 'Allowlist' policy does not allow '${key}' to be overridden in the connector configuration.`,
      ];
      const keys = ["bootstrap.servers", "sasl.jaas.config"];
      const overrides = Object.fromEntries(keys.map((key) => [`producer.override.${key}`, "x"]));
      expect(await faultsOf(overrides)).toEqual(
        Object.fromEntries(keys.map((key) => [`producer.override.${key}`, refusal(key)])),
      );
    });

    it("has no admin endpoints", async () => {
      const { status } = await axios.get(`${stack.connectUrl}/admin/loggers`, { validateStatus: () => true });
      expect(status).toBe(404);
    });

    it("loads no login module but those of PLAIN and SCRAM", async () => {
      const { data } = await axios.get<Record<string, string>>(
        `${stack.connectUrl}/connectors/inventory-connector-0/config`,
      );
      const client = "schema.history.internal.producer";
      const connector = `${stack.connectUrl}/connectors/mallory`;
      await axios.put(`${connector}/config`, {
        ...data,
        name: "mallory",
        "database.server.id": "9901",
        "topic.prefix": "mallory",
        [`${client}.security.protocol`]: "SASL_PLAINTEXT",
        [`${client}.sasl.mechanism`]: "PLAIN",
        [`${client}.sasl.jaas.config`]: "com.sun.security.auth.module.JndiLoginModule required;",
      });
      await eventually("the task's end", async () => {
        const status = await axios.get<{ tasks: { state: string; trace?: string }[] }>(`${connector}/status`);
        expect(status.data.tasks[0]?.trace).toContain("JndiLoginModule is not allowed");
      });
      await axios.delete(connector);
    });
  });

  describe("Kafka", () => {
    it("is not reachable from another network, nor by another address of this machine", async () => {
      const name = stack.container("kafka");
      const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}} {{.Image}}";
      const [address = "", image = ""] = (await docker(["inspect", "--format", format, name])).split(" ");
      const tryPort = `timeout 3 bash -c '</dev/tcp/${address}/29092'`;
      // The same, from beside it, so that the refusal is not the command's.
      const from = async (network: string) =>
        (
          await run("docker", [
            "run",
            "--rm",
            "--network",
            network,
            "--entrypoint",
            "bash",
            image,
            "-c",
            tryPort,
          ])
        ).code;
      expect([await from(stack.network), await from("bridge")]).toEqual([0, 124]);
      const others = Object.values(networkInterfaces()).flatMap((addresses) =>
        (addresses ?? []).filter(({ family, internal }) => family === "IPv4" && !internal),
      );
      for (const { address: own } of others) {
        for (const port of [stack.ports.kafkaPort, 29092]) {
          expect((await run("bash", ["-c", `timeout 3 bash -c '</dev/tcp/${own}/${port}'`])).code).not.toBe(
            0,
          );
        }
      }
    });
  });
}
