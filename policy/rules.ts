/** A resource as a policy sees it: type and inputs. */
export interface Declared {
  type: string;
  props: Record<string, unknown>;
}

/** One rule over one resource. Pure: the policy pack and the tests of the plan ask the same. */
export interface PolicyRule {
  name: string;
  description: string;
  /** What of the resource breaks the rule, with the remedy; nothing when it keeps to it. */
  violations: (resource: Declared) => string[];
}

const CONTAINER = "docker:index/container:Container";
const IMAGE = "docker:index/remoteImage:RemoteImage";

/** A rule that is asked of one type only. */
function ruleFor<Props>(
  type: string,
  name: string,
  description: string,
  violations: (props: Partial<Props>) => string[],
): PolicyRule {
  return {
    name,
    description,
    violations: (resource) => (resource.type === type ? violations(resource.props as Partial<Props>) : []),
  };
}

const pinnedImages = ruleFor<{ name: string; build: object }>(
  IMAGE,
  "images-are-pinned",
  "An image is our own, built from `images/`, or named by its digest: a tag may be another image tomorrow.",
  ({ name = "", build }) =>
    build !== undefined || /@sha256:[0-9a-f]{64}$/.test(name)
      ? []
      : [`image '${name}' is named by a tag: name it as name@sha256:<digest>`],
);

const LOOPBACK = ["127.0.0.1", "::1"];

const loopbackPorts = ruleFor<{
  ports: { ip?: string; external?: number; internal?: number }[];
  networkMode: string;
  publishAllPorts: boolean;
}>(
  CONTAINER,
  "ports-are-on-loopback",
  "A container publishes its ports on this machine only.",
  ({ ports = [], networkMode, publishAllPorts = false }) => [
    ...ports
      .filter(({ ip = "0.0.0.0" }) => !LOOPBACK.includes(ip))
      .map(
        ({ ip = "0.0.0.0", external, internal }) =>
          `port ${external ?? internal ?? "?"} is published on ${ip}: publish it on 127.0.0.1`,
      ),
    ...(networkMode === "host" ? ["it shares the network of the host: give it a network of its own"] : []),
    ...(publishAllPorts ? ["it publishes all ports of its image: name those that are needed"] : []),
  ],
);

const dataOnVolumes = ruleFor<{
  volumes: { volumeName?: string; hostPath?: string; containerPath?: string }[];
}>(
  CONTAINER,
  "data-is-on-volumes",
  "A container keeps what it writes on a named volume, which outlives it and is no folder of the host.",
  ({ volumes = [] }) => [
    ...(volumes.length === 0 ? ["it has no volume: its data goes with the container"] : []),
    ...volumes.flatMap(({ volumeName = "", hostPath = "", containerPath = "?" }) => {
      if (hostPath !== "") return [`${containerPath} is the host's ${hostPath}: use a named volume`];
      return volumeName === ""
        ? [`the volume at ${containerPath} has no name: it goes with the container`]
        : [];
    }),
  ],
);

const limitedMemory = ruleFor<{ memory: number; memorySwap: number }>(
  CONTAINER,
  "memory-is-limited",
  "A container has a memory limit, and no swap beside it.",
  ({ memory = 0, memorySwap }) => [
    ...(memory > 0 ? [] : ["it has no memory limit: set `memory`"]),
    ...(memory > 0 && memorySwap !== memory ? ["it may swap: set `memorySwap` to `memory`"] : []),
  ],
);

/** All rules of the pack. */
export const rules: readonly PolicyRule[] = [pinnedImages, loopbackPorts, dataOnVolumes, limitedMemory];
