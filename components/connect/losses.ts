import { itemsOf, pathOf, type Inputs } from "./inputs";
import { startsAfresh, tablesOnlyIn } from "./tables";

/** A setting, or a change of one, with which changes of the database do not arrive and nothing says so. */
export interface Loss {
  key: string;
  loss: string;
}

// https://debezium.io/documentation/reference/stable/connectors/mysql.html#mysql-connector-properties
const LOSSY_VALUES: { key: string; values: string[]; loss: string }[] = [
  {
    key: "errors.tolerance",
    values: ["all"],
    loss: "drops records that a converter or transform cannot take",
  },
  {
    key: "event.processing.failure.handling.mode",
    values: ["warn", "skip", "ignore"],
    loss: "passes over binlog events that it cannot process",
  },
  {
    key: "event.converting.failure.handling.mode",
    values: ["warn", "skip"],
    loss: "writes NULL for values that it cannot convert",
  },
  {
    key: "inconsistent.schema.handling.mode",
    values: ["warn", "skip"],
    loss: "passes over changes of a table whose schema it does not know",
  },
  {
    key: "schema.history.internal.skip.unparseable.ddl",
    values: ["true"],
    loss: "passes over DDL that it cannot read, and reads later rows of that table by the old columns",
  },
  { key: "snapshot.mode", values: ["initial_only"], loss: "reads no change after its snapshot" },
];

const NO_ROWS = ["no_data", "schema_only", "never", "recovery", "schema_only_recovery"];

/** Whether a connector without a position reads the rows that are there. */
export function readsRows({ config }: Pick<Inputs, "config">): boolean {
  return !NO_ROWS.includes(config["snapshot.mode"] ?? "initial");
}

/** Settings that lose changes whenever they stand in a configuration. */
export function lossySettings({ config }: Pick<Inputs, "config">): Loss[] {
  const skipped = itemsOf(config["skipped.operations"]).filter((operation) => "cud".includes(operation));
  return [
    ...LOSSY_VALUES.filter(({ key, values }) => values.includes(config[key] ?? "")),
    ...(skipped.length > 0
      ? [{ key: "skipped.operations", loss: `does not capture operations ${skipped.join(", ")}` }]
      : []),
    ...["gtid.source.includes", "gtid.source.excludes"]
      .filter((key) => key in config)
      .map((key) => ({ key, loss: "passes over transactions of other servers" })),
    ...Object.keys(config)
      .filter(
        (key) => /^transforms\..*\.delete\.tombstone\.handling\.mode$/.test(key) && config[key] === "drop",
      )
      .map((key) => ({ key, loss: "drops deletes" })),
  ];
}

/** Changes that lose what the connector would have read without them. */
export function lossyChanges(olds: Inputs, news: Inputs): Loss[] {
  const HISTORY = "schema.history.internal.kafka.topic";
  const afresh = startsAfresh(olds, news);
  const added = tablesOnlyIn(news, olds);
  const losses: (Loss | false)[] = [
    afresh &&
      !readsRows(news) && {
        key: "snapshot.mode",
        loss: `begins without a position and, by '${news.config["snapshot.mode"] ?? ""}', reads no row that is there now`,
      },
    !afresh &&
      olds.config[HISTORY] !== news.config[HISTORY] &&
      !/recovery|when_needed/.test(news.config["snapshot.mode"] ?? "") && {
        key: HISTORY,
        loss: "keeps its position without the schemas to read on from there: set snapshot.mode to 'recovery', or raise offsetsReset",
      },
    !afresh &&
      !news.signal &&
      added.length > 0 && {
        key: "table.include.list",
        loss: "does not read the rows that new tables hold already: set `signal`",
      },
  ];
  return losses.filter((loss) => loss !== false);
}

/** A failure for each loss that the stack does not say is meant. */
export function lossFailures(olds: Inputs | undefined, news: Inputs): { property: string; reason: string }[] {
  return [...lossySettings(news), ...(olds ? lossyChanges(olds, news) : [])]
    .filter(({ key }) => !news.acceptLoss.includes(key))
    .map(({ key, loss }) => ({
      property: pathOf(key),
      reason: `loses changes in silence: the connector ${loss}. If that is meant, add "${key}" to acceptLoss`,
    }));
}
