import { beforeAll, describe, expect, it } from "vitest";
import { declareProgram, type Declared } from "../components/testing/program";
import { rules } from "./rules";

const IMAGE = "docker:index/remoteImage:RemoteImage";
const CONTAINER = "docker:index/container:Container";

/** What the rule says of a resource. */
function violations(name: string, type: string, props: Record<string, unknown>): string[] {
  const rule = rules.find((each) => each.name === name) ?? expect.fail(`no rule '${name}'`);
  return rule.violations({ type, props });
}

const digest = `mysql@sha256:${"0".repeat(64)}`;
const volume = { volumeName: "shardview-dev-kafka", containerPath: "/var/lib/kafka/data" };
const MIB = 512;

describe("the policies", () => {
  it.each<[string, string, Record<string, unknown>]>([
    ["images-are-pinned", IMAGE, { name: "shardview/mysql:9.7-1", build: { context: "images/mysql" } }],
    ["images-are-pinned", IMAGE, { name: digest }],
    ["ports-are-on-loopback", CONTAINER, { ports: [{ internal: 3306, external: 3308, ip: "127.0.0.1" }] }],
    ["ports-are-on-loopback", CONTAINER, {}],
    ["data-is-on-volumes", CONTAINER, { volumes: [volume] }],
    ["memory-is-limited", CONTAINER, { memory: MIB, memorySwap: MIB }],
  ])("%s: lets a %s pass with %j", (name, type, props) => {
    expect(violations(name, type, props)).toEqual([]);
  });

  it.each<[string, string, Record<string, unknown>, string[]]>([
    [
      "images-are-pinned",
      IMAGE,
      { name: "mysql:9.7" },
      ["image 'mysql:9.7' is named by a tag: name it as name@sha256:<digest>"],
    ],
    [
      "ports-are-on-loopback",
      CONTAINER,
      {
        ports: [
          { internal: 3306, external: 3308 },
          { internal: 9200, ip: "192.168.0.5" },
        ],
      },
      [
        "port 3308 is published on 0.0.0.0: publish it on 127.0.0.1",
        "port 9200 is published on 192.168.0.5: publish it on 127.0.0.1",
      ],
    ],
    [
      "ports-are-on-loopback",
      CONTAINER,
      { networkMode: "host", publishAllPorts: true },
      [
        "it shares the network of the host: give it a network of its own",
        "it publishes all ports of its image: name those that are needed",
      ],
    ],
    ["data-is-on-volumes", CONTAINER, {}, ["it has no volume: its data goes with the container"]],
    [
      "data-is-on-volumes",
      CONTAINER,
      { volumes: [{ hostPath: "/srv", containerPath: "/data" }, { containerPath: "/var/lib/mysql" }] },
      [
        "/data is the host's /srv: use a named volume",
        "the volume at /var/lib/mysql has no name: it goes with the container",
      ],
    ],
    ["memory-is-limited", CONTAINER, {}, ["it has no memory limit: set `memory`"]],
    ["memory-is-limited", CONTAINER, { memory: MIB }, ["it may swap: set `memorySwap` to `memory`"]],
    [
      "memory-is-limited",
      CONTAINER,
      { memory: MIB, memorySwap: -1 },
      ["it may swap: set `memorySwap` to `memory`"],
    ],
  ])("%s: stops a %s with %j", (name, type, props, expected) => {
    expect(violations(name, type, props)).toEqual(expected);
  });

  it("look at their own type only", () => {
    expect(
      rules.flatMap((rule) => rule.violations({ type: "docker:index/volume:Volume", props: {} })),
    ).toEqual([]);
  });
});

describe("the program", () => {
  let dev: Declared;
  let byTag: Declared;

  beforeAll(async () => {
    [dev, byTag] = await declareProgram([{}, { images: { search: "opensearchproject/opensearch:3.8.0" } }]);
  }, 60_000);

  const allViolations = ({ resources }: Declared) =>
    resources.flatMap(({ type, name, inputs }) =>
      rules.flatMap((rule) => rule.violations({ type, props: inputs }).map((text) => `${name}: ${text}`)),
    );

  it("keeps to all of them with the default stack", () => {
    expect(dev.resources.map(({ type }) => type)).toEqual(expect.arrayContaining([IMAGE, CONTAINER]));
    expect(allViolations(dev)).toEqual([]);
  });

  it("breaks them with an image that the stack names by its tag", () => {
    expect(allViolations(byTag)).toEqual([
      "search-image: image 'opensearchproject/opensearch:3.8.0' is named by a tag: name it as name@sha256:<digest>",
    ]);
  });
});
