/** A container, network or volume, by the name that the engine knows it by. */
export interface EngineResource {
  readonly type: "container" | "network" | "volume";
  readonly name: string;
}

/** As people are told of it: `container shardview-dev-kafka`. */
export function labelOf({ type, name }: EngineResource): string {
  return `${type} ${name}`;
}

const ENGINE_TYPES: Record<string, EngineResource["type"]> = {
  "docker:index/container:Container": "container",
  "docker:index/network:Network": "network",
  "docker:index/volume:Volume": "volume",
};

/** The parts of a resource in the state that matter here. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Record<string, unknown>;
  /** Replaced, and still to be deleted. */
  readonly delete?: boolean;
  /** Deleted, and still to be made anew. */
  readonly pendingReplacement?: boolean;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly deletedWith?: string;
}

/** The parts of what `pulumi stack export` writes that matter here. */
export interface ExportedStack {
  readonly deployment?: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly {
      readonly type?: string;
      readonly resource?: Pick<StateResource, "inputs"> & { readonly type?: string };
    }[];
  };
}

function onEngine({ type, inputs }: { type?: string; inputs?: Record<string, unknown> }): EngineResource[] {
  const kind = ENGINE_TYPES[type ?? ""];
  const name = inputs?.name;
  return kind !== undefined && typeof name === "string" ? [{ type: kind, name }] : [];
}

/** What an interrupted `up` was just creating on the engine. */
export function unfinishedCreations(exported: ExportedStack): EngineResource[] {
  return (exported.deployment?.pending_operations ?? []).flatMap(({ type, resource }) =>
    type === "creating" ? onEngine(resource ?? {}) : [],
  );
}

/** The same stack without the memory of operations that were interrupted. */
export function withoutPendingOperations(exported: ExportedStack): ExportedStack {
  return { ...exported, deployment: { ...exported.deployment, pending_operations: [] } };
}

/** What the state takes to be on the engine. */
export function knownOnEngine(exported: ExportedStack): (EngineResource & { readonly urn: string })[] {
  return (exported.deployment?.resources ?? [])
    .filter((resource) => resource.delete !== true && resource.pendingReplacement !== true)
    .flatMap((resource) => onEngine(resource).map((found) => ({ ...found, urn: resource.urn })));
}

/** Names of the volumes that the state's containers mount. A `destroy` that was interrupted leaves volumes that none does. */
export function mountedVolumes(exported: ExportedStack): Set<string> {
  const resources = exported.deployment?.resources ?? [];
  const mounts = resources.flatMap(({ inputs }) => (inputs?.volumes ?? []) as { volumeName?: string }[]);
  return new Set(mounts.flatMap(({ volumeName }) => volumeName ?? []));
}

/**
 * Whether a resource lived in a container that a `refresh` has found gone: what our components declare inside of containers is
 * deleted with them, and the refresh cuts that tie.
 */
function isOrphan({ urn, type, inputs, deletedWith }: StateResource): boolean {
  if (deletedWith !== undefined && deletedWith !== "") return false;
  if (!/::shardview:index:(ShardPipeline|Watcher)\$/.test(urn)) return false;
  return type.startsWith("pulumi-nodejs:dynamic/") || inputs?.delete !== undefined;
}

/**
 * The same stack without what lived in containers that are gone: `destroy` would call the provider for each, which asks a
 * container that is not there. Only for a `destroy` of everything.
 */
export function withoutOrphans(exported: ExportedStack): ExportedStack {
  const resources = exported.deployment?.resources ?? [];
  const orphans = new Set(resources.filter(isOrphan).map(({ urn }) => urn));
  if (orphans.size === 0) return exported;
  const kept = (urns: readonly string[]) => urns.filter((urn) => !orphans.has(urn));
  return {
    ...exported,
    deployment: {
      ...exported.deployment,
      resources: resources
        .filter(({ urn }) => !orphans.has(urn))
        .map((resource) => ({
          ...resource,
          dependencies: kept(resource.dependencies ?? []),
          propertyDependencies: Object.fromEntries(
            Object.entries(resource.propertyDependencies ?? {}).map(([key, urns]) => [key, kept(urns ?? [])]),
          ),
        })),
    },
  };
}
