import type { IndexDefinition } from "../../components/search/definition";

/** A resource of an exported stack, as far as a recovery reads it. */
export interface ExportedResource {
  readonly type: string;
  readonly parent?: string;
  readonly outputs?: Record<string, unknown>;
}

/** An index of a shard, as the state knows it. */
export interface KnownIndex {
  readonly url: string;
  readonly index: string;
  readonly definition: IndexDefinition;
  readonly bootstrapServers: string;
}

/** What of a shard is begun anew. */
export interface ShardParts {
  readonly connector?: { readonly url: string; readonly name: string };
  readonly indexes: readonly KnownIndex[];
}

/** Finds the parts of a shard's pipeline; undefined when the state knows no such shard. Pure. */
export function partsOf(shard: string, resources: readonly ExportedResource[]): ShardParts | undefined {
  const own = resources.filter(({ parent }) => parent?.endsWith(`:ShardPipeline::${shard}`));
  if (own.length === 0) return undefined;
  const outputs = (type: string) =>
    own.filter((resource) => resource.type.endsWith(`shardview:${type}`)).map((resource) => resource.outputs);
  return {
    connector: outputs("Connector")[0] as ShardParts["connector"],
    indexes: outputs("SearchIndex") as unknown as KnownIndex[],
  };
}

/** Where the stack file has the recovery of a shard, what it is to be, and what the connector is to do. Undefined when the shard is not in it. Pure. */
export function nextRecovery(
  shard: string,
  shards: readonly { name: string; state?: string; recovery?: number }[],
): { path: string; recovery: number; state: string } | undefined {
  const position = shards.findIndex(({ name }) => name === shard);
  const found = shards[position];
  if (!found) return undefined;
  const { recovery = 0, state = "running" } = found;
  return { path: `shardview:shards[${position}].recovery`, recovery: recovery + 1, state };
}

/** What is about to be done, and what it costs. Pure. */
export function describeRecovery(
  shard: string,
  { connector, indexes }: ShardParts,
  documents: readonly number[],
): string[] {
  const counted = (count: number) =>
    `${count.toLocaleString("en")} ${count === 1 ? "document" : "documents"}`;
  return [
    `The recovery of ${shard}`,
    `  - empties the topics that its indexes read, and its schema history`,
    `  - lets connector '${connector?.name ?? ""}' forget its position and read all rows again`,
    ...indexes.map(
      ({ index }, i) => `  - builds index '${index}' (${counted(documents[i] ?? 0)}) again from its topic`,
    ),
    "Searches go on with what the indexes hold now. Changes since the fault, deletes among them, are found when the new ones",
    "take over: after some minutes for each million rows. No other shard is touched.",
  ];
}
