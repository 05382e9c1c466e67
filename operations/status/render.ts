import { table as textTable } from "../../toolchain/lib/text";
import type { ConnectorFacts, Fact, Problem, TableStatus } from "./facts";

const HEADER = "shard,MySQL,binlog,connector,ms behind,table,topic end,poller,lag,rows,documents,last change";

/** One row for each shard and table, and what is to be done below. Pure. */
export function renderStatus(tables: readonly TableStatus[], problems: readonly Problem[]): string {
  const rows = tables.map((status) => {
    const { shard, table, mysql, connector, topic, poller, rows, documents } = status;
    return [
      ...[shard, cell(mysql, () => "up"), "value" in mysql ? mysql.value.position : "-"],
      ...[cell(connector, connectorCell), cellOr(connector, ({ millisecondsBehind }) => millisecondsBehind)],
      ...[table, cell(topic, ({ end, gone }) => (gone ? "GONE" : end)), cell(poller, ({ state }) => state)],
      ...[cellOr(poller, ({ lag }) => lag), cell(rows, (count) => count), cell(documents, (count) => count)],
      cellOr(topic, ({ lastChange }) => lastChange),
    ];
  });
  return [textTable(HEADER.split(","), rows), "", ...conclusion(problems)].join("\n");
}

const LONGEST = 40;

/** What a source said; its error in the place of a first value. */
function cell<T>(fact: Fact<T>, of: (value: T) => string | number): string | number {
  if ("value" in fact) return of(fact.value);
  const line = fact.error.split("\n")[0] ?? "";
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** What a source said, without its error, which stands in another column. */
function cellOr<T>(fact: Fact<T>, of: (value: T) => string | number | undefined): string | number {
  return "value" in fact ? (of(fact.value) ?? "-") : "-";
}

function connectorCell({ name, state }: ConnectorFacts): string {
  return `${name}: ${state === "running" ? state : state.toUpperCase()}`;
}

function conclusion(problems: readonly Problem[]): string[] {
  if (problems.length === 0) return ["All is well."];
  return problems.map(
    ({ where, what, remedy }) =>
      `NOT WELL  ${where}: ${what.replaceAll(/\s+/g, " ")}. What to do: ${remedy}.`,
  );
}
