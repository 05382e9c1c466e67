import { propertyChanges } from "./property-changes";

/** What `pulumi preview --json` prints, as far as it is read here. */
export interface PreviewOutput {
  readonly steps?: readonly PreviewStep[];
  readonly diagnostics?: readonly Diagnostic[];
  /** Resources by operation; `steps` leaves out most of those that stay as they are. */
  readonly changeSummary?: Readonly<Record<string, number>>;
}

interface Diagnostic {
  readonly message: string;
  readonly severity: string;
}

interface ResourceState {
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

interface PreviewStep {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: ResourceState;
  readonly newState?: ResourceState;
}

export type Operation = "create" | "update" | "replace" | "delete" | "refresh";

/** One resource that a preview plans to change. */
export interface Change {
  readonly operation: Operation;
  /** As a reviewer reads it, with its component: `ShardPipeline shard1 / Connector shard1`. */
  readonly resource: string;
  /** What changes inside it: `config["poll.interval.ms"]: "20" -> "100"`. */
  readonly properties: readonly string[];
  /** What the resource itself says of the change. */
  readonly notes: readonly string[];
}

/** A preview as a reviewer wants to read it. */
export interface Review {
  readonly changes: readonly Change[];
  readonly unchanged: number;
  /** What was said that belongs to no change. */
  readonly notes: readonly string[];
  readonly errors: readonly string[];
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  refresh: "refresh",
};

/** Makes a review of what a preview printed: what changes, each with its properties and its own words. */
export function readReview({ steps = [], diagnostics = [], changeSummary = {} }: PreviewOutput): Review {
  const said = (isError: boolean) =>
    unique(
      diagnostics
        .filter(({ severity }) => (severity === "error") === isError)
        .flatMap(({ message }) => (isError ? [plainLines(message).join("\n")] : plainLines(message))),
    );
  const notes = said(false);
  const changes = steps
    .filter(({ op }) => op in OPERATIONS)
    .map((step) => ({
      operation: OPERATIONS[step.op] ?? "update",
      resource: describeResource(step),
      properties: ["update", "replace", "refresh"].includes(step.op)
        ? propertyChanges(step.oldState?.inputs, step.newState?.inputs)
        : [],
      notes: notes.filter((note) => namesOf(step).includes(subjectOf(note))),
    }))
    // By component: the engine's own order changes from run to run.
    .sort((a, b) => (a.resource < b.resource ? -1 : 1));
  const told = changes.flatMap((change) => change.notes);
  return {
    changes,
    unchanged: changeSummary["same"] ?? 0,
    notes: notes.filter((note) => !told.includes(note)),
    errors: said(true),
  };
}

// What a dynamic provider prints reaches the CLI as words of the stack. Ours begin with what they are about: `connector 'x' `.
function subjectOf(note: string): string {
  return /^\w+ '([^']+)'/.exec(note)?.[1] ?? "";
}

function namesOf({ oldState, newState }: PreviewStep): unknown[] {
  const states = [oldState, newState].filter((state) => state !== undefined);
  return states.flatMap(({ id, inputs, outputs }) => [id, inputs?.["name"], outputs?.["index"]]);
}

function describeResource({ urn, oldState, newState }: PreviewStep): string {
  const own = describeUrn(urn);
  const parent = (newState ?? oldState)?.parent ?? "";
  return parent === "" || parent.includes("pulumi:pulumi:Stack") ? own : `${describeUrn(parent)} / ${own}`;
}

/** `urn:pulumi:dev::shardview::a:b:Parent$docker:index/container:Container::shard0` is `Container shard0`. */
function describeUrn(urn: string): string {
  const [, , type = "", name = ""] = urn.split("::");
  return `${type.split(/[:$]/).at(-1) ?? ""} ${name}`;
}

function plainLines(message: string): string[] {
  // eslint-disable-next-line no-control-regex -- colours of the terminal
  const plain = message.replace(/\u001b\[[0-9;]*m/g, "").replace(/<\{%[^%]*%\}>/g, "");
  return plain
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
}

function unique(lines: string[]): string[] {
  return [...new Set(lines)];
}
