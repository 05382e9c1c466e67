import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../refusal";
import type { ConnectorConfig } from "./client";

/** What no two connectors may share: the thing in words, by the configuration. */
export function identities(url: string | string[], name: string, config: ConnectorConfig): string[] {
  const {
    "database.hostname": host,
    "database.port": port = "3306",
    "database.server.id": serverId,
  } = config;
  const kafka = config["schema.history.internal.kafka.bootstrap.servers"] ?? "";
  const prefix = config["topic.prefix"];
  const history = config["schema.history.internal.kafka.topic"];
  return [
    `name '${name}' at ${[url].flat().join(" or ")}`,
    ...(host && serverId ? [`database.server.id ${serverId} at ${host}:${port}`] : []),
    ...(prefix ? [`topic.prefix '${prefix}' at ${kafka}`] : []),
    ...(history ? [`schema history topic '${history}' at ${kafka}`] : []),
  ];
}

const claims: Record<string, string> = {};

/** The first identity that another resource of the program has already, in words; the others are claimed. */
export function claim(resource: string, wanted: string[]): string | undefined {
  for (const identity of wanted) {
    const owner = (claims[identity] ??= resource);
    if (owner !== resource) return `connectors '${owner}' and '${resource}' have the same ${identity}`;
  }
  return undefined;
}

/** Ends the program when two of its connectors share what they must not, as soon as their inputs are known. */
export function claimIdentity(
  resource: string,
  args: {
    url: pulumi.Input<string | pulumi.Input<string>[]>;
    name: pulumi.Input<string>;
    config: pulumi.Input<Record<string, pulumi.Input<string>>>;
  },
): void {
  pulumi.all([args.url, args.name, args.config]).apply(([url, name, config]) => {
    const clash = claim(resource, identities(url, name, config));
    if (clash) throw refusal(`${clash}; each connector needs its own`);
  });
}
