import type { Urls } from "../rest";
import type { ConnectorConfig } from "./client";

/** What a stack may ask of a connector. */
export type DesiredState = "running" | "paused" | "stopped";

/** What the state holds of a connector, its inputs and what it learned: see `ConnectorArgs` for the meaning of each. */
export interface Inputs {
  url: Urls;
  name: string;
  config: ConnectorConfig;
  awaitSnapshot: boolean;
  timeout: number;
  /** A `DesiredState`; after a refresh also `failed` or `starting`. */
  state: string;
  onExisting: string;
  restarts: number;
  snapshot: number;
  offsetsReset: number;
  acceptLoss: string[];
  signal?: { bootstrapServers: string };
  records?: string;
  /** Output: tables whose rows an incremental snapshot has still to read. */
  pending?: string[];
  /** Output: the offsets that Connect had committed after the last creation or change. */
  offsets?: Record<string, unknown>[];
  __provider?: string;
}

/** What `check` is told and does not keep: none of it may ever make a difference between two states. */
export interface Hints {
  /** Unknown in a preview that is still to make what the connector connects to. */
  connectable?: unknown;
  /** Rows by `database.table`. */
  rows?: Record<string, number>;
  preview?: boolean;
}

/** Inputs, with defaults for what state lacks that older code wrote. */
export function withDefaults(inputs: Inputs): Inputs {
  const defaults = { onExisting: "fail", restarts: 3, snapshot: 0, offsetsReset: 0, acceptLoss: [] };
  return { ...defaults, ...inputs };
}

/** Stands for a value that a preview cannot know yet (https://github.com/pulumi/pulumi/issues/6310). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && value.includes(UNKNOWN);
}

/** A list setting's items; commas in an item are escaped. */
export function itemsOf(list: string | undefined): string[] {
  return (list ?? "")
    .split(/(?<!\\),/)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** A setting as `check` names it: `config["topic.prefix"]`. */
export function pathOf(key: string): string {
  return `config[${JSON.stringify(key)}]`;
}
