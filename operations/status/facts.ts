import { seriesName, topicName } from "../../components/names";
import type { Cause } from "../../components/watcher/causes";
import { recoverCommand } from "../../components/watcher/conditions";

/** What a service said, or why it did not. */
export type Fact<T> = { readonly value: T } | { readonly error: string };

/** What is asked of a shard and a table, each source by itself. */
export interface TableStatus {
  readonly shard: string;
  readonly table: string;
  readonly mysql: Fact<MysqlStatus>;
  readonly connector: Fact<ConnectorFacts>;
  readonly topic: Fact<TopicStatus>;
  readonly poller: Fact<PollerStatus>;
  readonly rows: Fact<number>;
  readonly documents: Fact<number>;
  /** Whether the counts were made while nothing was written or under way, so that they must agree. */
  readonly settled: boolean;
}

export interface MysqlStatus {
  /** `binlog.000002:1234`. */
  readonly position: string;
  readonly gtids: string;
}

export interface ConnectorFacts {
  readonly name: string;
  readonly state: "running" | "starting" | "failed" | "paused" | "stopped" | "gone";
  /** Why it FAILED. */
  readonly failure?: Cause;
  /** Transactions that MySQL has committed and Connect has not confirmed. The last one is confirmed with the next event. */
  readonly unconfirmed?: number;
  /** Age of the last event whose position is committed; 0 when no more than the last transaction is not confirmed. */
  readonly millisecondsBehind?: number;
}

export interface TopicStatus {
  /** The offsets after the last message of all partitions, added up. */
  readonly end: number;
  /** When the connector wrote the last message, as ISO 8601. */
  readonly lastChange?: string;
  /** There is no such topic. */
  readonly gone?: true;
}

export interface PollerStatus {
  readonly state: "polling" | "paused" | "blocked" | "starting";
  /** Messages not yet fetched, or fetched and not yet indexed. */
  readonly lag: number;
}

/** What is wrong, and what to do. */
export interface Problem {
  readonly where: string;
  readonly what: string;
  readonly remedy: string;
  /** `connector 'x'`, `index 'x'`, as the watcher names what is not well. */
  readonly about?: string;
}

/** Messages and milliseconds that a healthy pipeline may be behind under writes. */
const NEAR = { messages: 2000, milliseconds: 10_000 };

/** All that is wrong. A fault that several tables share is told once. Pure. */
export function problemsOf(tables: readonly TableStatus[]): Problem[] {
  const problems = tables.flatMap((table) => [...connectorProblems(table), ...tableProblems(table)]);
  const texts = problems.map((problem) => JSON.stringify(problem));
  return problems.filter((_, place) => texts.indexOf(texts[place] ?? "") === place);
}

const AGAIN = "`npm start`, then `npm run status`";

const REFRESH = "`npm run pulumi -- up --refresh`";

function connectorProblems({ shard, mysql, connector }: TableStatus): Problem[] {
  const silent = (who: string, error: string) => [
    { where: shard, what: `${who} does not answer: ${error}`, remedy: AGAIN },
  ];
  if ("error" in mysql) return silent("MySQL", mysql.error);
  if ("error" in connector) return silent("Connect", connector.error);
  const { name, state, failure, millisecondsBehind = 0 } = connector.value;
  const problem = (what: string, remedy = AGAIN): Problem[] => [
    { where: shard, what, remedy, about: `connector '${name}'` },
  ];
  switch (state) {
    case "failed":
      return problem(`connector '${name}' FAILED: ${failure?.cause ?? ""}`, failedRemedy(shard, failure));
    case "gone":
      return problem(`there is no connector '${name}'`, REFRESH);
    case "paused":
    case "stopped":
      return problem(`connector '${name}' is ${state}`, `${REFRESH}, unless the stack file says so`);
    case "starting":
      return problem(`connector '${name}' has no running task`, "wait, then `npm run status`");
    case "running":
      return millisecondsBehind > NEAR.milliseconds
        ? problem(`connector '${name}' is ${millisecondsBehind} ms behind`, "wait: it reads on")
        : [];
  }
}

function failedRemedy(shard: string, failure: Cause | undefined): string {
  if (failure?.cure === "recover") return `\`${recoverCommand(shard)}\``;
  return failure?.remedy ?? AGAIN;
}

function tableProblems(status: TableStatus): Problem[] {
  const { shard, table, mysql, topic, poller, rows, documents, settled } = status;
  const about = `index '${seriesName(topicName(shard, table))}'`;
  const problem = (what: string, remedy = AGAIN): Problem[] => [
    { where: `${shard} ${table}`, what, remedy, about },
  ];
  if ("error" in topic) return [{ where: "Kafka", what: topic.error, remedy: AGAIN }];
  if (topic.value.gone) return problem("its topic is gone", `\`${recoverCommand(shard)}\``);
  if ("error" in poller) return problem(`the search engine does not answer: ${poller.error}`);
  if ("error" in documents) return problem(`the documents cannot be counted: ${documents.error}`);
  // Told of MySQL already when that does not answer.
  if ("error" in rows) return "error" in mysql ? [] : problem(`the rows cannot be counted: ${rows.error}`);
  const { state, lag } = poller.value;
  if (state === "paused") return problem("the poller is paused", REFRESH);
  if (state === "blocked")
    return problem("the poller waits at a message that does not fit", "`npm start` names it");
  if (state === "starting") return problem("the poller is starting", "wait, then `npm run status`");
  if (lag > NEAR.messages) return problem(`the index is ${lag} messages behind`, "wait: it reads on");
  return settled && rows.value !== documents.value
    ? problem(`${rows.value} rows, ${documents.value} documents`, "`npm run verify`")
    : [];
}
