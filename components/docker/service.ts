import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as command from "@pulumi/command";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { ServicePlan } from "../plan";

// The text, not its path: it is the same on every machine and in every program that installs the package.
const AWAIT_READY = readFileSync(join(__dirname, "await-ready.sh"), "utf8");

/** Processes and threads that a container may have. A JVM has some 100, and more with more processors; a fork bomb has no end. */
const PIDS_LIMIT = 2048;

/**
 * All that is left to write in a read-only container beside its volumes. `exec`: JNA and the codecs of Kafka unpack their native
 * libraries there. It counts as memory of the container.
 */
const SCRATCH = { "/tmp": "rw,exec,nosuid,nodev,size=64m" };

/** What every container of a stack shares. */
export interface Surroundings {
  stack: string;
  network: docker.Network;
  protectData: boolean;
  readyTimeout: number;
}

/**
 * Four times the weight of another container, for the readers of the shards and of the topics. Where processors are short the writers
 * would leave them too little, and their rows wait.
 */
export const READER_SHARES = 4096;

export interface ServiceArgs extends Surroundings {
  service: Omit<ServicePlan, "hostPort"> & { hostPort?: number };
  image: docker.RemoteImage;
  /** Port inside the container that `hostPort` leads to; without one nothing is published. */
  port?: number;
  /** Volumes, and the folders that they are mounted on. */
  mounts: { volume: docker.Volume; folder: string }[];
  envs?: Record<string, pulumi.Input<string>>;
  command?: string[];
  uploads?: docker.types.input.ContainerUpload[];
  /** Weight of the container where several want the processors at the same time. Default: the engine's, 1024. */
  cpuShares?: number;
  /** Shell command that succeeds in the container when it serves requests. */
  healthTest: string;
}

/** A running container; `ready` is done when it serves requests. */
export interface Service {
  container: docker.Container;
  ready: command.local.Command;
}

/**
 * Declares container and readiness of a service. Children are named after `name`.
 *
 * Readiness is its own resource: the provider's `wait` neither ends early when the container exits nor shows its log.
 */
export function declareService(name: string, args: ServiceArgs, opts: pulumi.ResourceOptions): Service {
  const container = declareContainer(name, args, opts);
  const ready = new command.local.Command(
    `${name}-ready`,
    {
      create: AWAIT_READY,
      environment: {
        CONTAINER: args.service.container,
        HEALTH_TEST: args.healthTest,
        TIMEOUT: String(args.readyTimeout),
        PIDS_LIMIT: String(PIDS_LIMIT),
      },
      triggers: [container.id],
    },
    opts,
  );
  return { container, ready };
}

/** A named volume; with `protectData` it is protected and outlives `destroy`. */
export function dataVolume(
  name: string,
  volume: string,
  { stack, protectData }: Surroundings,
  opts: pulumi.ResourceOptions,
): docker.Volume {
  const options = {
    ...opts,
    protect: protectData,
    retainOnDelete: protectData,
    // Another label would make another volume of the same name, and the data would go with the old one.
    ignoreChanges: ["labels"],
  };
  return new docker.Volume(name, { name: volume, labels: labels(stack) }, options);
}

/** Labels of everything that belongs to a stack. */
export function labels(stack: string): { label: string; value: string }[] {
  return [{ label: "shardview.stack", value: stack }];
}

function declareContainer(name: string, args: ServiceArgs, opts: pulumi.ResourceOptions): docker.Container {
  const { service, stack, network, image } = args;
  return new docker.Container(
    `${name}-container`,
    {
      name: service.container,
      hostname: service.host,
      // The id, not the name: with a name every preview replaces the container (pulumi/pulumi-docker#1431).
      image: image.imageId,
      command: args.command,
      envs: Object.entries(args.envs ?? {}).map(([key, value]) => pulumi.interpolate`${key}=${value}`),
      labels: labels(stack),
      networksAdvanced: [{ name: network.name, aliases: [service.host] }],
      ports: args.port ? [{ internal: args.port, external: service.hostPort, ip: "127.0.0.1" }] : undefined,
      volumes: args.mounts.map(({ volume, folder }) => ({ volumeName: volume.name, containerPath: folder })),
      uploads: args.uploads,
      memory: service.memory,
      // Equal to `memory`: no swap. Unset, the engine's own default shows as drift.
      memorySwap: service.memory,
      cpuShares: args.cpuShares,
      healthcheck: {
        tests: ["CMD-SHELL", args.healthTest],
        // Each test is a process in the container, which takes the engine 0.1 s of processor: with its default of 30 s
        // seven containers cost 2 % of a core at rest.
        interval: "1m0s",
        timeout: "5s",
        retries: 3,
        startPeriod: "2m0s",
      },
      restart: "unless-stopped",
      ...rights(args),
      securityOpts: ["no-new-privileges"],
      logDriver: "json-file",
      logOpts: { "max-size": "10m", "max-file": "3" },
      destroyGraceSeconds: 30,
    },
    {
      ...opts,
      deleteBeforeReplace: true,
      // The engine cannot change these in place (kreuzwerker/terraform-provider-docker#988).
      replaceOnChanges: ["healthcheck", "tmpfs"],
      // Read at a shard's first start only: a change of them must not replace a container.
      ignoreChanges: ["uploads"],
    },
  );
}

/** No capability, nothing to write to but volumes and `/tmp`. */
function rights({
  service,
  uploads,
}: ServiceArgs): Pick<docker.ContainerArgs, "capabilities" | "readOnly" | "tmpfs"> {
  // The entrypoints of official images begin as root, change to their user, and write where they like.
  if (service.image !== undefined) return {};
  const capabilities = { drops: ["ALL"] };
  // The engine copies no file into a read-only container: "container rootfs is marked read-only".
  return uploads ? { capabilities } : { capabilities, readOnly: true, tmpfs: SCRATCH };
}
