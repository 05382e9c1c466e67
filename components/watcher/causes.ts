/** Why a connector failed, when its trace tells. */
export interface Cause {
  /** In words, for a report. */
  cause: string;
  /** `restart`: trying again may do. `recover`: the position or the schemas are lost. `repair`: somebody has to change something. */
  cure: "restart" | "recover" | "repair";
  /** For `repair`, and beside a restart: what to do. */
  remedy?: string;
}

// The words of Debezium 3.6 (debezium-connector-binlog, debezium-connector-common) and of MySQL's error 1236, most telling first.
// https://debezium.io/documentation/reference/stable/connectors/mysql.html#mysql-when-things-go-wrong
const KNOWN: (Cause & { words: RegExp })[] = [
  {
    words:
      /no longer available on the server|purged required binary logs|Could not find first log file name|Client requested (?:source|master) to start replication from position > file size/,
    cause: "MySQL has purged changes that the connector has not read yet",
    cure: "recover",
  },
  {
    words:
      /schema history was not found but was expected|history topic or its content is fully or partially missing|schema history couldn't be recovered/,
    cause: "the schema history is lost",
    cure: "recover",
  },
  {
    words: /whose schema isn't known to this connector/,
    cause: "the schema history does not know a table that it reads",
    cure: "recover",
  },
  {
    words: /RecordTooLargeException/,
    cause: "a row is larger than a message may be",
    cure: "repair",
    remedy: "raise producer.override.max.request.size in connectorConfig, and max.message.bytes of the topic",
  },
  {
    words: /Access denied for user|command denied to user|privilege\(s\) for this operation/,
    cause: "MySQL refuses the account of the connector",
    cure: "restart",
    remedy: "give the account its password and its grants again (initdb/setup.sql)",
  },
  {
    words: /A slave with the same server_(?:uuid|id)|same server_uuid\/server_id/,
    cause: "another replica of MySQL has the same server id",
    cure: "restart",
    remedy: "give each reader of the shard a server id of its own",
  },
];

/** Reads a trace. What is not known may pass: it is tried again. Pure. */
export function causeOf(trace: string): Cause {
  const known = KNOWN.find(({ words }) => words.test(trace));
  if (!known) return { cause: firstWords(trace), cure: "restart" };
  const { cause, cure, remedy } = known;
  return { cause: `${cause} (${wordsOf(trace, known.words)})`, cure, remedy };
}

const LENGTH = 300;

/** The line of the trace that holds the words. */
function wordsOf(trace: string, words: RegExp): string {
  const line = trace.split("\n").find((text) => words.test(text)) ?? firstWords(trace);
  // Debezium puts a whole position before some of them.
  const before = line.length > LENGTH ? line.search(words) - LENGTH / 3 : 0;
  return before > 0 ? `…${shortened(line.slice(before))}` : shortened(line);
}

/** The last cause says most; without one the first line. */
function firstWords(trace: string): string {
  const lines = trace.split("\n").filter((line) => line.trim() !== "");
  return shortened(lines.findLast((line) => line.startsWith("Caused by:")) ?? lines[0] ?? "no trace");
}

function shortened(line: string): string {
  const text = line.trim().replace(/^Caused by: /, "");
  return text.length <= LENGTH ? text : `${text.slice(0, LENGTH - 1)}…`;
}
