import type { ConnectorStatus } from "./client";

/** What a connector does, in one word: its own state, or the worst of its tasks'. */
export type ConnectorState = "running" | "paused" | "stopped" | "failed" | "starting";

/**
 * Reads the state from Connect's status. A connector says RUNNING while its task FAILED, and before it has any task:
 * only connector and tasks together tell (https://kafka.apache.org/documentation/#connect_rest).
 */
export function stateOf(status: ConnectorStatus | undefined): ConnectorState {
  if (!status) return "starting";
  const states = [status.connector.state, ...status.tasks.map((task) => task.state)];
  if (states.includes("FAILED")) return "failed";
  if (status.connector.state === "STOPPED") return "stopped";
  if (states.includes("PAUSED")) return "paused";
  return status.tasks.length > 0 && states.every((state) => state === "RUNNING") ? "running" : "starting";
}

/** The trace of what FAILED: the connector's, else the first task's. */
export function failureTrace(status: ConnectorStatus): string {
  const failed = [status.connector, ...status.tasks].find((part) => part.state === "FAILED");
  return failed?.trace ?? "Connect gave no trace";
}

/**
 * Whether what is committed holds no position. Debezium notifies of a snapshot's begin with an empty offset, which Connect commits when
 * the task ends before the first row, and with which no task starts again ("Source offset 'file' parameter is missing").
 */
export function positionIsMissing(offsets: Record<string, unknown>[]): boolean {
  return offsets.length > 0 && !hasPosition(offsets);
}

/**
 * Whether the committed offsets say that the initial snapshot is over. Debezium marks every offset of a snapshot;
 * no offset at all means that nothing has been committed yet.
 */
export function snapshotIsOver(offsets: Record<string, unknown>[]): boolean {
  return hasPosition(offsets) && offsets.every((offset) => offset["snapshot"] === undefined);
}

function hasPosition(offsets: Record<string, unknown>[]): boolean {
  return offsets.some((offset) => "file" in offset);
}
