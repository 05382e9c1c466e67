import { expect } from "vitest";
import type { Declared, Registered } from "./program";

export const CONTAINER = "docker:index/container:Container";
export const VOLUME = "docker:index/volume:Volume";
export const NETWORK = "docker:index/network:Network";
export const IMAGE = "docker:index/remoteImage:RemoteImage";
export const COMMAND = "command:local:Command";
export const TOPIC = "pulumi-nodejs:dynamic/shardview:Topic";
export const CONNECTOR = "pulumi-nodejs:dynamic/shardview:Connector";
export const SEARCH_INDEX = "pulumi-nodejs:dynamic/shardview:SearchIndex";

export function all({ resources }: Declared, type: string): Registered[] {
  return resources.filter((resource) => resource.type === type);
}

export function one(declared: Declared, type: string, name: string): Registered {
  return (
    all(declared, type).find((resource) => resource.name === name) ?? expect.fail(`no ${type} '${name}'`)
  );
}

/** Sorted. */
export function names(declared: Declared, type: string): string[] {
  return all(declared, type)
    .map(({ name }) => name)
    .sort();
}

/** The topics of a shard of the default stack's table. */
export function topicsOfShard(name: string): string[] {
  const own = ["schemahistory", "__debezium-heartbeat", "signal", "notification"].map(
    (kind) => `${kind}.${name}`,
  );
  return [`${name}.products.products`, ...own];
}
