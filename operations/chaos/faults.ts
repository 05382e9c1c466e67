import { setTimeout as pause } from "node:timers/promises";
import { DATA_FAULTS } from "./data-faults";
import { cut, freeze, kill, start, stop } from "./engine";
import { shardOf, type Fault, type Scene } from "./fault";

const SERVICES = ["connect", "kafka", "search"] as const;
/** What speaks with what. */
const PAIRS = [
  ["mysql", "connect"],
  ["connect", "kafka"],
  ["kafka", "search"],
] as const;

function containerOf(scene: Scene, service: string): string {
  return service === "mysql" ? shardOf(scene).container : scene.container(service);
}

const everything = ({ environment, container }: Scene): string[] => [
  ...environment.shards.map((shard) => shard.container),
  ...SERVICES.map(container),
];

function killing(service: string): Fault {
  return {
    name: `kill-${service}`,
    what: `\`kill -9\` of ${service === "mysql" ? "a shard's MySQL" : service}`,
    break: async (scene) => {
      const container = containerOf(scene, service);
      await kill([container]);
      return container;
    },
  };
}

function stopping(service: string): Fault {
  return {
    name: `stop-${service}`,
    what: `\`docker stop\` of ${service === "mysql" ? "a shard's MySQL" : service}, and start some seconds later`,
    break: async (scene) => {
      const container = containerOf(scene, service);
      await stop(container);
      await pause(scene.random.between(1, 5) * 1000);
      await start(container);
      return container;
    },
  };
}

function freezing(service: string): Fault {
  return {
    name: `freeze-${service}`,
    what: `\`docker pause\` of ${service === "mysql" ? "a shard's MySQL" : service} for 3 to 20 s`,
    break: async (scene) => {
      const container = containerOf(scene, service);
      const seconds = scene.random.between(3, 20);
      await freeze(container, seconds * 1000);
      return `${container}, ${seconds} s`;
    },
  };
}

function cutting([one, other]: readonly [string, string]): Fault {
  return {
    name: `cut-${one}-${other}`,
    what: `no packet between ${one === "mysql" ? "a shard's MySQL" : one} and ${other} for 3 to 20 s`,
    break: async (scene) => {
      const [a, b] = [containerOf(scene, one), containerOf(scene, other)];
      const seconds = scene.random.between(3, 20);
      await cut(a, b, seconds * 1000);
      return `${a} and ${b}, ${seconds} s`;
    },
  };
}

const powerCut: Fault = {
  name: "power-cut",
  what: "`kill -9` of all containers at the same time",
  break: async (scene) => {
    const all = everything(scene);
    await kill(all);
    return `${all.length} containers`;
  },
};

/** All faults that an environment gets over without anybody's help. */
export const FAULTS: readonly Fault[] = [
  ...["mysql", ...SERVICES].flatMap((service) => [killing(service), stopping(service), freezing(service)]),
  ...PAIRS.map(cutting),
  powerCut,
  ...DATA_FAULTS,
];
