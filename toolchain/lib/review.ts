/** What `pulumi preview --json` prints, as far as it is read here. */
export interface PreviewOutput {
  readonly steps?: readonly PreviewStep[];
  readonly diagnostics?: readonly Diagnostic[];
}

interface Diagnostic {
  readonly urn?: string;
  readonly message: string;
  readonly severity: string;
}

interface ResourceState {
  readonly type: string;
  readonly parent?: string;
  readonly inputs?: Record<string, unknown>;
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

/** The mark of a secret's value in Pulumi's JSON. */
const SECRET = "4dabf18193072939515e22adb298388d";

/** Longest value that is shown whole. */
const WIDTH = 120;

/** Makes a review of what a preview printed: what changes, each with its properties and its own words. */
export function readReview({ steps = [], diagnostics = [] }: PreviewOutput): Review {
  const said = diagnostics.map(({ urn, severity, message }) => ({
    urn,
    isError: severity === "error",
    lines: plainLines(message),
  }));
  const changed = steps.filter(({ op }) => op in OPERATIONS);
  const changedUrns = changed.map(({ urn }) => urn);
  const notesOf = (belongs: (urn: string | undefined) => boolean) =>
    unique(said.filter(({ urn, isError }) => !isError && belongs(urn)).flatMap(({ lines }) => lines));
  return {
    changes: changed
      .map((step) => ({
        operation: OPERATIONS[step.op] ?? "update",
        resource: describeResource(step),
        properties: ["update", "replace", "refresh"].includes(step.op) ? propertyChanges(step) : [],
        notes: notesOf((urn) => urn === step.urn),
      }))
      // By component: the engine's own order changes from run to run.
      .sort((a, b) => (a.resource < b.resource ? -1 : 1)),
    unchanged: steps.filter(({ op }) => op === "same").length,
    notes: notesOf((urn) => urn === undefined || !changedUrns.includes(urn)),
    errors: unique(said.filter(({ isError }) => isError).map(({ lines }) => lines.join("\n"))),
  };
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

function propertyChanges({ oldState, newState }: PreviewStep): string[] {
  const olds = leaves(oldState?.inputs);
  const news = leaves(newState?.inputs);
  return [...new Set([...olds.keys(), ...news.keys()])]
    .filter((path) => olds.get(path) !== news.get(path))
    .map((path) =>
      path === "__provider"
        ? "the code of its provider, and nothing of the resource"
        : `${path}: ${shorten(olds.get(path))} -> ${shorten(news.get(path))}`,
    );
}

/** Every value inside, as JSON by its path. */
function leaves(value: unknown, path = ""): Map<string, string> {
  if (value === undefined) return new Map();
  if (typeof value !== "object" || value === null) return new Map([[path, JSON.stringify(value)]]);
  if (SECRET in value) return new Map([[path, "[secret]"]]);
  const isList = Array.isArray(value);
  return new Map(
    Object.entries(value).flatMap(([key, item]) => [...leaves(item, `${path}${segment(key, path, isList)}`)]),
  );
}

function segment(key: string, path: string, isList: boolean): string {
  if (isList) return `[${key}]`;
  if (!/^\w+$/.test(key)) return `["${key}"]`;
  return path === "" ? key : `.${key}`;
}

function shorten(value = "(none)"): string {
  return value.length <= WIDTH ? value : `${value.slice(0, WIDTH - 1)}…`;
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
