import { describe, expect, it } from "vitest";
import { connectorInputs } from "../testing/connector";
import { UNKNOWN, type Inputs } from "./inputs";
import { requirementFailures } from "./requirements";

const good = connectorInputs();

/** Inputs whose configuration lacks, or has otherwise, these keys. */
function having(changes: Record<string, string | undefined>, more: Partial<Inputs> = {}): Inputs {
  const config = Object.entries({ ...good.config, ...changes }).filter(([, value]) => value !== undefined);
  return { ...good, config: Object.fromEntries(config) as Inputs["config"], ...more };
}

describe("requirementFailures", () => {
  it("are none for the default stack", () => {
    expect(requirementFailures(good)).toEqual([]);
  });

  it("name every key that a Debezium connector for MySQL lacks", () => {
    const config = { "connector.class": "io.debezium.connector.mysql.MySqlConnector" };
    const keys = requirementFailures({ ...good, config, signal: undefined, records: undefined });
    expect(keys).toEqual(
      [
        "database.hostname",
        "database.user",
        "database.server.id",
        "topic.prefix",
        "schema.history.internal.kafka.topic",
        "schema.history.internal.kafka.bootstrap.servers",
      ].map((key) => ({ property: `config["${key}"]`, reason: "is missing" })),
    );
  });

  it("ask nothing but a class of another connector", () => {
    const plain = { ...good, signal: undefined, records: undefined };
    expect(requirementFailures({ ...plain, config: { "connector.class": "x.Sink" } })).toEqual([]);
    expect(requirementFailures({ ...plain, config: {} })).toEqual([
      { property: 'config["connector.class"]', reason: "is missing" },
    ]);
  });

  it.each<[string, Inputs, string, string]>([
    [
      "another name in the configuration",
      having({ name: "d" }),
      'config["name"]',
      "is 'd', and the connector's name 'c': leave it out",
    ],
    [
      "an unknown state",
      { ...good, state: "runing" },
      "state",
      "is 'runing', and must be 'running' or 'paused' or 'stopped'",
    ],
    [
      "a snapshot without signals",
      { ...good, signal: undefined, snapshot: 1 },
      "snapshot",
      "is raised, which needs `signal` to tell Debezium",
    ],
    [
      "signals without a topic",
      having({ "signal.kafka.topic": undefined }),
      'config["signal.kafka.topic"]',
      "is missing, which `signal` needs",
    ],
    [
      "signals on another channel",
      having({ "signal.enabled.channels": "source" }),
      'config["signal.enabled.channels"]',
      "must name 'kafka', which `signal` needs",
    ],
    [
      "another converter",
      having({ "value.converter": "x.Avro" }),
      'config["value.converter"]',
      "must be 'org.apache.kafka.connect.json.JsonConverter' for the search engine's mapper",
    ],
    [
      "schemas in the records",
      having({ "key.converter.schemas.enable": undefined }),
      'config["key.converter.schemas.enable"]',
      "must be 'false' for the search engine's mapper",
    ],
    [
      "records with an envelope",
      having({ transforms: undefined }),
      'config["transforms"]',
      "must unwrap records with ExtractNewRecordState for the search engine's mapper",
    ],
  ])("name %s", (_, inputs, property, reason) => {
    expect(requirementFailures(inputs)).toEqual([{ property, reason }]);
  });

  it("take what is not known yet for good", () => {
    expect(requirementFailures(having({ "database.hostname": UNKNOWN, "value.converter": UNKNOWN }))).toEqual(
      [],
    );
  });
});
