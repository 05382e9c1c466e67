import { isUnknown, itemsOf, pathOf, type Inputs } from "./inputs";

/** One thing wrong with the inputs, as Pulumi shows it. */
export interface Failure {
  property: string;
  reason: string;
}

/** Settings that shape a record's key and value. Those of a transform begin with `transforms.`. */
export const RECORD_SETTINGS = [
  "key.converter",
  "key.converter.schemas.enable",
  "value.converter",
  "value.converter.schemas.enable",
  "transforms",
  "tombstones.on.delete",
  "decimal.handling.mode",
  "time.precision.mode",
];

const MYSQL = "io.debezium.connector.mysql.MySqlConnector";
const MYSQL_NEEDS = ["database.hostname", "database.user", "database.server.id", "topic.prefix"];
const HISTORY_NEEDS = [
  "schema.history.internal.kafka.topic",
  "schema.history.internal.kafka.bootstrap.servers",
];
const SIGNAL_NEEDS = [
  "topic.prefix",
  "signal.kafka.topic",
  "signal.kafka.bootstrap.servers",
  "notification.sink.topic.name",
];

/** What can be told without a server. Unknown values are taken for good. */
export function requirementFailures(inputs: Inputs): Failure[] {
  return [
    ...missing(inputs),
    ...nameFailures(inputs),
    ...choices(inputs),
    ...signalFailures(inputs),
    ...(inputs.records === "search" ? searchFailures(inputs.config) : []),
  ];
}

function missing({ config }: Inputs): Failure[] {
  const ownHistory = "schema.history.internal" in config;
  const mysql =
    config["connector.class"] === MYSQL ? [...MYSQL_NEEDS, ...(ownHistory ? [] : HISTORY_NEEDS)] : [];
  return ["connector.class", ...mysql]
    .filter((key) => (config[key] ?? "") === "")
    .map((key) => ({ property: pathOf(key), reason: "is missing" }));
}

function nameFailures({ name, config }: Inputs): Failure[] {
  const own = config["name"];
  if (own === undefined || own === name || isUnknown(own) || isUnknown(name)) return [];
  return [
    { property: pathOf("name"), reason: `is '${own}', and the connector's name '${name}': leave it out` },
  ];
}

function choices({ state, onExisting, records }: Inputs): Failure[] {
  const given: [string, string, string[]][] = [
    ["state", state, ["running", "paused", "stopped"]],
    ["onExisting", onExisting, ["fail", "adopt"]],
    ["records", records ?? "search", ["search"]],
  ];
  return given
    .filter(([, value, allowed]) => !allowed.includes(value) && !isUnknown(value))
    .map(([property, value, allowed]) => ({
      property,
      reason: `is '${value}', and must be ${allowed.map((each) => `'${each}'`).join(" or ")}`,
    }));
}

function signalFailures({ signal, snapshot, config }: Inputs): Failure[] {
  if (!signal) {
    const reason = "is raised, which needs `signal` to tell Debezium";
    return snapshot > 0 ? [{ property: "snapshot", reason }] : [];
  }
  const channels = { "signal.enabled.channels": "kafka", "notification.enabled.channels": "sink" };
  return [
    ...SIGNAL_NEEDS.filter((key) => (config[key] ?? "") === "").map((key) => ({
      property: pathOf(key),
      reason: "is missing, which `signal` needs",
    })),
    ...Object.entries(channels)
      .filter(([key, channel]) => !itemsOf(config[key]).includes(channel) && !isUnknown(config[key]))
      .map(([key, channel]) => ({
        property: pathOf(key),
        reason: `must name '${channel}', which \`signal\` needs`,
      })),
  ];
}

/** The search engine's mapper takes the row itself, as plain JSON, with `__deleted` in it. */
function searchFailures(config: Record<string, string>): Failure[] {
  const json = "org.apache.kafka.connect.json.JsonConverter";
  const unwrap = itemsOf(config["transforms"]).find(
    (name) => config[`transforms.${name}.type`] === "io.debezium.transforms.ExtractNewRecordState",
  );
  const needed: Record<string, string> = {
    "key.converter": json,
    "value.converter": json,
    "key.converter.schemas.enable": "false",
    "value.converter.schemas.enable": "false",
    "tombstones.on.delete": "false",
    ...(unwrap ? { [`transforms.${unwrap}.delete.tombstone.handling.mode`]: "rewrite" } : {}),
  };
  return [
    ...Object.entries(needed)
      .filter(([key, value]) => config[key] !== value && !isUnknown(config[key]))
      .map(([key, value]) => ({
        property: pathOf(key),
        reason: `must be '${value}' for the search engine's mapper`,
      })),
    ...(unwrap || isUnknown(config["transforms"])
      ? []
      : [
          {
            property: pathOf("transforms"),
            reason: "must unwrap records with ExtractNewRecordState for the search engine's mapper",
          },
        ]),
  ];
}
