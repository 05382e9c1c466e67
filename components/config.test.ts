import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { readConfig, readSecrets } from "./config";
import { describeFaults } from "./faults";
import { parseSettings } from "./parse-settings";
import { secretNames, settingNames } from "./settings";
import { declaredKeys, devConfiguration, devSettings } from "./testing/fixtures";
import { asTexts } from "./testing/program";

beforeAll(async () => {
  const mocks = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
  await pulumi.runtime.setMocks(mocks, "shardview", "dev");
});

/** Gives the program this configuration as the engine does. */
function configure(changes: Record<string, string> = {}): void {
  const secretKeys = secretNames.map((key) => `shardview:${key}`);
  pulumi.runtime.setAllConfig(asTexts({ ...devConfiguration(), ...changes }), secretKeys);
}

async function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return await new Promise((resolve) => output.apply(resolve));
}

describe("readConfig", () => {
  it("reads the default stack", () => {
    configure();
    expect(readConfig().settings).toEqual(devSettings());
  });

  it("gives the passwords as secrets", async () => {
    configure({ cdcPassword: "3308" });
    const { cdc, root, app } = readSecrets();
    expect(await Promise.all([cdc, root, app].map(pulumi.isSecret))).toEqual([true, true, true]);
    expect(await valueOf(cdc)).toBe("3308");
    expect(await valueOf(root)).toBe("secret-of-rootPassword");
    expect(await valueOf(app)).toBe("secret-of-appPassword");
  });

  it("leaves other namespaces alone", () => {
    configure();
    const all = pulumi.runtime.allConfig();
    pulumi.runtime.setAllConfig({ ...all, "docker:host": "unix:///var/run/docker.sock" });
    expect(readConfig().settings).toEqual(devSettings());
  });

  it("names all that cannot be read or has the wrong shape", () => {
    configure({ shards: "[{", connectPort: "80 83", protectData: '"no"', colour: "red" });
    expect(describeFaults("dev", readConfig().faults)).toBe(
      [
        "The configuration of stack 'dev' has 4 faults; nothing was changed.",
        '  - shards = "[{": cannot be read. Write it as Pulumi.yaml describes the key.',
        '  - connectPort = "80 83": cannot be read. Write it as Pulumi.yaml describes the key.',
        '  - protectData = "no": must be true or false. Correct it in the stack file; Pulumi.yaml describes every key.',
        `  - colour: is not a key of Shardview. Remove it, or use one of: ${settingNames.join(", ")}.`,
      ].join("\n"),
    );
  });
});

describe("readConfig, of what is nested deeper than code can walk", () => {
  it.each([
    ["[".repeat(100_000) + "]".repeat(100_000)],
    ['{"a":'.repeat(100_000) + "1" + "}".repeat(100_000)],
  ])("refuses it", (text) => {
    configure({ shards: text });
    expect(readConfig().faults).toMatchObject([{ path: "shards", rule: "cannot be read" }]);
  });

  it("does not show connector settings that cannot be read, which may hold passwords", () => {
    configure({ connectorConfig: '{"database.password": "geheim"' });
    expect(describeFaults("dev", readConfig().faults).split("\n")[1]).toBe(
      "  - connectorConfig: cannot be read. Write it as Pulumi.yaml describes the key.",
    );
  });
});

describe("Pulumi.yaml", () => {
  it("declares every setting and nothing else", () => {
    expect(Object.keys(declaredKeys()).sort()).toEqual([...settingNames].sort());
  });

  it.each(Object.entries(declaredKeys()))("describes %s and gives its type", (_, { type, description }) => {
    expect(["string", "integer", "boolean", "array", "object"]).toContain(type);
    expect(description).toMatch(/^[A-Z].{20,}\.$/);
  });

  it.each(Object.entries(declaredKeys()))(
    "gives %s a default of its type, unless it is a password",
    (key, declared) => {
      if (secretNames.includes(key)) {
        expect(declared).toMatchObject({ type: "string", secret: true });
        expect(declared).not.toHaveProperty("default");
      } else {
        expect(declared).not.toHaveProperty("secret");
        expect(typeOf(declared.default)).toBe(declared.type);
      }
    },
  );

  it("has defaults that only lack shards, tables and passwords", () => {
    const defaults = Object.entries(declaredKeys()).map(
      ([key, declared]) => [key, declared.default] as const,
    );
    const parsed = parseSettings(Object.fromEntries(defaults));
    const paths = parsed.faults.map((fault) => fault.path);
    expect(paths.sort()).toEqual(["appPassword", "cdcPassword", "rootPassword", "shards", "tables"]);
  });
});

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}
