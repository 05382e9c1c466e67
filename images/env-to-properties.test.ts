import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const SCRIPT = join(__dirname, "jre/env-to-properties");

function properties(environment: Record<string, string>, ...args: string[]): string {
  return execFileSync(SCRIPT, args, { env: { PATH: process.env.PATH, ...environment }, encoding: "utf8" });
}

// The script runs in the images; the bash of macOS is too old for it.
describe.skipIf(process.platform !== "linux")("env-to-properties", () => {
  it("turns the variables with the prefix into properties, sorted", () => {
    const environment = { KAFKA_NODE_ID: "1", KAFKA_LOG_DIRS: "/data", HOME: "/root" };

    expect(properties(environment, "KAFKA_")).toBe("log.dirs=/data\nnode.id=1\n");
  });

  it("makes two underscores one and three a dash", () => {
    const environment = { KAFKA_LISTENER_NAME_CLIENT__A_SCRAM___SHA: "x" };

    expect(properties(environment, "KAFKA_")).toBe("listener.name.client_a.scram-sha=x\n");
  });

  it("leaves out the variables that it is told to", () => {
    const environment = { KAFKA_HEAP_OPTS: "-Xmx1g", KAFKA_NODE_ID: "1" };

    expect(properties(environment, "KAFKA_", "KAFKA_HEAP_OPTS")).toBe("node.id=1\n");
  });

  it("keeps backslashes, line breaks, quotes and dollar signs of a value", () => {
    const environment = { CONNECT_SASL_JAAS_CONFIG: 'a\\b\n"$c" = d' };

    expect(properties(environment, "CONNECT_")).toBe('sasl.jaas.config=a\\\\b\\n"$c" = d\n');
  });

  it.each([
    ["a carriage return, which ends a line too", "x\rplugin.path=/tmp", "x\\rplugin.path=/tmp"],
    ["a blank at the beginning", " x ", "\\ x "],
    ["a tab at the beginning", "\tx", "\\\tx"],
    ["what is not ISO 8859-1", "é 한 🔑\\", "\\u00e9 \\ud55c \\ud83d\\udd11\\\\"],
    ["a comment's sign", "#x!", "#x!"],
  ])("carries %s through java.util.Properties", (_, value, written) => {
    expect(properties({ CONNECT_A: value, CONNECT_B: "b" }, "CONNECT_")).toBe(`a=${written}\nb=b\n`);
  });
});
