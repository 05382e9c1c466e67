import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { differences, type PluginSchema } from "./plugins/compare";
import { SdkTypes, type SdkFields } from "./plugins/sdk-types";

const root = join(__dirname, "..");

function readJson(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(root, ...path), "utf8"));
}

const docker = readJson("toolchain", "go", "docker-bridge", "schema.json") as PluginSchema;
const command = readJson("toolchain", "go", "command-provider", "schema.json") as PluginSchema;

describe("the plugins that are built from source take every input that the program sets", () => {
  let sdk: SdkTypes;
  beforeAll(() => {
    sdk = SdkTypes.ofProgram(root, join(root, "index.ts"));
  }, 60_000);

  test.each([
    ["docker/network.d.ts", "NetworkArgs", "docker:index/network:Network", docker, ["name", "labels"]],
    ["docker/volume.d.ts", "VolumeArgs", "docker:index/volume:Volume", docker, ["name", "labels"]],
    ["docker/remoteImage.d.ts", "RemoteImageArgs", "docker:index/remoteImage:RemoteImage", docker, ["build"]],
    [
      "docker/container.d.ts",
      "ContainerArgs",
      "docker:index/container:Container",
      docker,
      ["image", "ports"],
    ],
    ["command/local/command.d.ts", "CommandArgs", "command:local:Command", command, ["create", "triggers"]],
  ])("%s: %s", (file, name, token, schema, someUsed) => {
    const inputs = sdk.inputsOf(`@pulumi/${file}`, name);
    expect(usedOf(inputs)).toEqual(expect.arrayContaining(someUsed));
    expect(differences(inputs, schema, token)).toEqual([]);
  });

  test("what is set inside nested arguments is seen too", () => {
    const container = sdk.inputsOf("@pulumi/docker/container.d.ts", "ContainerArgs");
    expect(usedOf(container.get("ports")?.fields?.())).toEqual(
      expect.arrayContaining(["internal", "external", "ip"]),
    );
    expect(usedOf(container.get("uploads")?.fields?.())).toEqual(expect.arrayContaining(["content", "file"]));
  });
});

function usedOf(fields: SdkFields = new Map()): string[] {
  return [...fields].filter(([, { used }]) => used).map(([name]) => name);
}

describe("the comparison of an SDK with a plugin's schema", () => {
  const schema: PluginSchema = {
    resources: {
      "p:m:R": {
        inputProperties: {
          name: { type: "string" },
          size: { type: "integer" },
          parts: { type: "array", items: { $ref: "#/types/p:m:Part" } },
        },
      },
    },
    types: { "p:m:Part": { type: "object", properties: { id: { type: "boolean" } } } },
  };

  test("names what is used and missing, and what has another type, at any depth", () => {
    const part: SdkFields = new Map([["id", { shape: "string", used: false }]]);
    const sdk: SdkFields = new Map([
      ["name", { shape: "string", used: true }],
      ["size", { shape: "string", used: false }],
      ["missing", { shape: "string", used: true }],
      ["unused", { shape: "string", used: false }],
      ["parts", { shape: "array<object>", used: true, fields: () => part }],
    ]);
    expect(differences(sdk, schema, "p:m:R")).toEqual([
      "p:m:R.size: string in the SDK, number in the plugin",
      "p:m:R.missing: the plugin lacks it",
      "p:m:R.parts.id: string in the SDK, boolean in the plugin",
    ]);
  });

  test("says when the resource itself is missing", () => {
    expect(differences(new Map(), schema, "p:m:Other")).toEqual([
      "p:m:Other: the plugin has no such resource",
    ]);
  });
});

test.each([
  ["docker", "docker-bridge"],
  ["command", "command-provider"],
])("the %s plugin is built in the version that its SDK asks for", (name, directory) => {
  const { version } = readJson("node_modules", "@pulumi", name, "package.json") as { version: string };
  const { parts } = readJson("toolchain", "go", "build-parts.json") as {
    parts: { directory: string; version: string }[];
  };
  const built = parts.find((part) => part.directory === directory);
  const schema = readJson("toolchain", "go", directory, "schema.json") as { version: string };
  expect([built?.version, schema.version]).toEqual([version, version]);
});
