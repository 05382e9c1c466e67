import { setTimeout as pause } from "node:timers/promises";
import { DATA_FAULTS } from "./data-faults";
import { cut, freeze, kill, restartEngine, start, stop } from "./engine";
import { INTERRUPTIONS } from "./interrupt";
import { LOSSES } from "./losses";
import { shardOf, type Fault, type Scene } from "./fault";

const SERVICES = ["connect", "kafka", "search"] as const;
/** What speaks with what. */
const PAIRS = [
  ["mysql", "connect"],
  ["connect", "kafka"],
  ["kafka", "search"],
] as const;

type Part = "mysql" | (typeof SERVICES)[number];

function containerOf(scene: Scene, part: Part): string {
  return part === "mysql" ? shardOf(scene).container : scene.environment.containers[part];
}

const everything = ({ environment: { shards, containers } }: Scene): string[] => [
  ...shards.map(({ container }) => container),
  ...Object.values(containers),
];

function killing(service: Part): Fault {
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

function stopping(service: Part): Fault {
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

function freezing(service: Part): Fault {
  return {
    name: `freeze-${service}`,
    what: `\`docker pause\` of ${service === "mysql" ? "a shard's MySQL" : service} for 3 to 15 s`,
    break: async (scene) => {
      const container = containerOf(scene, service);
      const seconds = scene.random.between(3, 15);
      await freeze(container, seconds * 1000);
      return `${container}, ${seconds} s`;
    },
  };
}

function cutting([one, other]: readonly [Part, Part]): Fault {
  return {
    name: `cut-${one}-${other}`,
    what: `no packet between ${one === "mysql" ? "a shard's MySQL" : one} and ${other} for 3 to 15 s`,
    break: async (scene) => {
      const [a, b] = [containerOf(scene, one), containerOf(scene, other)];
      const seconds = scene.random.between(3, 15);
      await cut(a, b, seconds * 1000);
      return `${a} and ${b}, ${seconds} s`;
    },
  };
}

const restart: Fault = {
  name: "restart-engine",
  what: "the engine restarted, and with it all that runs on it",
  break: async () => {
    await restartEngine();
    return "engine";
  },
  byName: true,
};

const powerCut: Fault = {
  name: "power-cut",
  what: "`kill -9` of all containers at the same time",
  break: async (scene) => {
    const all = everything(scene);
    await kill(all);
    return `${all.length} containers`;
  },
};

const PARTS: readonly Part[] = ["mysql", ...SERVICES];

/** All faults. */
export const FAULTS: readonly Fault[] = [
  ...PARTS.flatMap((service) => [killing(service), stopping(service), freezing(service)]),
  ...PAIRS.map(cutting),
  powerCut,
  ...DATA_FAULTS,
  ...LOSSES,
  ...INTERRUPTIONS,
  restart,
];
