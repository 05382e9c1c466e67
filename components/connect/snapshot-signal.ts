import { findMessage, sendMessage } from "../kafka/messages";
import { poll } from "../rest";
import type { Inputs } from "./inputs";
import { throwIfFailed } from "./lifecycle";

/** A notification of Debezium, as far as it is looked at. */
interface Notification {
  id?: string;
  aggregate_type?: string;
  type?: string;
  additional_data?: Record<string, string>;
}

/** The message that asks for an incremental snapshot of the tables, of the rows only that fit an SQL condition. */
export function snapshotSignal(id: string, tables: string[], filter?: string): string {
  const conditions = tables.map((table) => ({ "data-collection": table, filter }));
  return JSON.stringify({
    id,
    type: "execute-snapshot",
    data: {
      type: "INCREMENTAL",
      "data-collections": tables,
      ...(filter === undefined ? {} : { "additional-conditions": conditions }),
    },
  });
}

/** How the incremental snapshot of that id ended, by a notification of it: `undefined` when it has not, else its fault or "". */
export function snapshotOutcome(id: string, text: string): string | undefined {
  const message = parse(text);
  if (message?.id !== id || message.aggregate_type !== "Incremental Snapshot") return undefined;
  const { status = "", scanned_collection: table = "" } = message.additional_data ?? {};
  if (message.type === "TABLE_SCAN_COMPLETED" && !["SUCCEEDED", "EMPTY"].includes(status)) {
    return `could not read ${table}: ${status}`;
  }
  if (message.type === "STOPPED" || message.type === "ABORTED") return `was ${message.type}`;
  return message.type === "COMPLETED" ? "" : undefined;
}

/**
 * Lets the running connector read the tables, or the rows of them that fit an SQL condition, again beside its stream, by a signal in Kafka, until it notifies that it has
 * (https://debezium.io/documentation/reference/stable/configuration/signalling.html).
 */
export async function readTables(
  { url, name, config, signal }: Pick<Inputs, "url" | "name" | "config" | "signal">,
  tables: string[],
  deadline: number,
  filter?: string,
): Promise<void> {
  if (!signal) return;
  const { bootstrapServers } = signal;
  const id = crypto.randomUUID();
  const over = new AbortController();
  const outcome = findMessage(
    bootstrapServers,
    config["notification.sink.topic.name"] ?? "",
    (text) => snapshotOutcome(id, text),
    over.signal,
  );
  // Awaited below; a fault before that is not one that nobody handles.
  outcome.catch(() => undefined);
  try {
    await sendMessage(bootstrapServers, config["signal.kafka.topic"] ?? "", {
      key: config["topic.prefix"] ?? "",
      value: snapshotSignal(id, tables, filter),
    });
    const fault = await Promise.race([outcome, watch()]);
    if (fault) throw new Error(`the incremental snapshot of connector '${name}' ${fault}`);
  } finally {
    over.abort();
    await outcome.catch(() => undefined);
  }

  async function watch(): Promise<string> {
    return await poll<string>({
      what: `connector '${name}' to finish its incremental snapshot of ${tables.join(", ")}`,
      deadline,
      attempt: async () => {
        if (!over.signal.aborted) await throwIfFailed({ url, name }, "in its incremental snapshot", deadline);
        return over.signal.aborted ? "" : undefined;
      },
    });
  }
}

function parse(text: string): Notification | undefined {
  try {
    return JSON.parse(text) as Notification;
  } catch {
    return undefined;
  }
}
