import { connectorName } from "../names";
import { duplicates, fault, type Rule } from "./rule";

const DNS_LABEL = /^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/;
const RESOURCE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export const shardNames: Rule = ({ shards }) => [
  ...shards.flatMap((shard, i) =>
    DNS_LABEL.test(shard.name)
      ? []
      : [
          fault(
            `shards[${i}].name`,
            shard.name,
            "cannot be a DNS label, topic prefix and index name",
            "Use 1 to 30 lower-case letters, digits and '-', beginning with a letter and not ending in '-'",
          ),
        ],
  ),
  ...shards.flatMap((shard, i) =>
    shard.connector === undefined || RESOURCE_NAME.test(shard.connector)
      ? []
      : [
          fault(
            `shards[${i}].connector`,
            shard.connector,
            "cannot be the name of a connector",
            "Use up to 100 letters, digits, '.', '_' and '-'",
          ),
        ],
  ),
  ...duplicates(
    shards.map((s) => s.name),
    (i) => `shards[${i}].name`,
    "Give each shard a name of its own",
  ),
  ...duplicates(
    // Of two shards with one name the fault is said above.
    shards.map((shard, i) =>
      shard.connector === undefined && shards.findIndex((s) => s.name === shard.name) < i
        ? i
        : connectorName(shard),
    ),
    (i) => (shards[i]?.connector === undefined ? `shards[${i}].name (connector)` : `shards[${i}].connector`),
    "Give each shard a connector name of its own",
  ),
];

export const serverIds: Rule = ({ shards }) => {
  const serverIds = shards.map((s) => s.serverId);
  return [
    ...duplicates(
      serverIds,
      (i) => `shards[${i}].serverId`,
      "Give each connector a replica id of its own: MySQL disconnects the older of two replicas with one id",
    ),
    ...shards.flatMap((shard, i) =>
      shards.some((s) => s.hostPort === shard.serverId)
        ? [
            fault(
              `shards[${i}].serverId`,
              shard.serverId,
              "is the server id of a shard's own MySQL, which is its hostPort",
              "Choose a number that is no shard's hostPort",
            ),
          ]
        : [],
    ),
  ];
};

export const ports: Rule = (settings, world) => {
  const all = [
    ...settings.shards.map((s, i) => ({ path: `shards[${i}].hostPort`, port: s.hostPort })),
    ...(["connectPort", "kafkaPort", "searchPort"] as const).map((key) => ({
      path: key,
      port: settings[key],
    })),
  ];
  return [
    ...duplicates(
      all.map((p) => p.port),
      (i) => all[i]?.path ?? "",
      "Give each service a port of its own",
    ),
    ...all.flatMap(({ path, port }) =>
      world.takenPorts.includes(port)
        ? [
            fault(
              path,
              port,
              "is taken on this machine by something that is not this stack's",
              "Free the port or choose another",
            ),
          ]
        : [],
    ),
  ];
};
