import { describe, expect, it } from "vitest";
import { connectorInputs } from "../testing/connector";
import type { Inputs } from "./inputs";
import { lossFailures } from "./losses";

const olds = connectorInputs();
const other = (config: Record<string, string>) => ({ config: { ...olds.config, ...config } });
const noData = other({ "snapshot.mode": "no_data" });

/** What is refused, in short: key and loss. */
function refused(news: Inputs, before: Inputs | undefined = olds): string[] {
  return lossFailures(before, news).map(({ property, reason }) => {
    const [, loss] = /^loses changes in silence: the connector (.*)\. If that is meant/.exec(reason) ?? [];
    return `${property}: ${loss ?? reason}`;
  });
}

describe("lossFailures", () => {
  it("are none for the default stack, new or changed harmlessly", () => {
    expect(lossFailures(undefined, olds)).toEqual([]);
    const harmless = other({
      "poll.interval.ms": "5",
      "errors.tolerance": "none",
      "skipped.operations": "t",
    });
    expect(lossFailures(olds, { ...olds, ...harmless })).toEqual([]);
  });

  it("name key, loss and the way to say that it is meant, which is heard", () => {
    const news = { ...olds, ...other({ "errors.tolerance": "all" }) };
    expect(lossFailures(undefined, news)).toEqual([
      {
        property: 'config["errors.tolerance"]',
        reason:
          "loses changes in silence: the connector drops records that a converter or transform cannot take. " +
          'If that is meant, add "errors.tolerance" to acceptLoss',
      },
    ]);
    expect(lossFailures(undefined, { ...news, acceptLoss: ["errors.tolerance"] })).toEqual([]);
  });

  it.each([
    ["event.processing.failure.handling.mode", "warn", "passes over binlog events that it cannot process"],
    ["event.converting.failure.handling.mode", "skip", "writes NULL for values that it cannot convert"],
    [
      "inconsistent.schema.handling.mode",
      "warn",
      "passes over changes of a table whose schema it does not know",
    ],
    [
      "schema.history.internal.skip.unparseable.ddl",
      "true",
      "passes over DDL that it cannot read, and reads later rows of that table by the old columns",
    ],
    ["snapshot.mode", "initial_only", "reads no change after its snapshot"],
    ["skipped.operations", "u,t,d", "does not capture operations u, d"],
    ["gtid.source.excludes", "x", "passes over transactions of other servers"],
    ["transforms.unwrap.delete.tombstone.handling.mode", "drop", "drops deletes"],
  ])("refuse %s = %s", (key, value, loss) => {
    expect(refused({ ...olds, ...other({ [key]: value }) })).toEqual([`config["${key}"]: ${loss}`]);
  });

  it("let a connector begin without the rows, where that is how it is first declared", () => {
    expect(lossFailures(undefined, { ...olds, ...noData })).toEqual([]);
    expect(lossFailures(olds, { ...olds, ...noData })).toEqual([]);
  });

  it.each([
    ["name", { name: "d" }],
    ["topic.prefix", { config: { ...noData.config, "topic.prefix": "eu" } }],
    ["position", { offsetsReset: 1 }],
  ])("refuse another %s when no snapshot follows", (_, change) => {
    expect(refused({ ...olds, ...noData, ...change })).toEqual([
      "config[\"snapshot.mode\"]: begins without a position and, by 'no_data', reads no row that is there now",
    ]);
  });

  it("refuse another history topic while the position is kept, unless the history is recovered", () => {
    const history = { "schema.history.internal.kafka.topic": "h2" };
    expect(refused({ ...olds, ...other(history) })).toEqual([
      'config["schema.history.internal.kafka.topic"]: keeps its position without the schemas to read on from there: ' +
        "set snapshot.mode to 'recovery', or raise offsetsReset",
    ]);
    expect(refused({ ...olds, ...other({ ...history, "snapshot.mode": "recovery" }) })).toEqual([]);
    expect(refused({ ...olds, ...other(history), offsetsReset: 1 })).toEqual([]);
  });

  it("refuse a table whose rows nothing would read", () => {
    const more = { ...olds, ...other({ "table.include.list": "products\\.products,products\\.notes" }) };
    expect(refused(more)).toEqual([]);
    expect(refused({ ...more, signal: undefined }, { ...olds, signal: undefined })).toEqual([
      'config["table.include.list"]: does not read the rows that new tables hold already: set `signal`',
    ]);
  });
});
