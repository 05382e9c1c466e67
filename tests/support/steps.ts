/** One step as the engine tells it. */
export interface Step {
  op: string;
  urn: string;
}

/** Operations by the resource's `Type name`; without those that change nothing. */
export type Steps = Record<string, string>;

/** A line of `--event-log`, as far as it is about steps. */
interface EngineEvent {
  resourcePreEvent?: { metadata: Step };
}

/** A replacement is several steps of one resource, and one here. */
export function byName(steps: Step[]): Steps {
  const shortName = (urn: string) =>
    `${urn.split("::")[2]?.split("$").at(-1)?.split(":").at(-1)} ${urn.split("::")[3]}`;
  return Object.fromEntries(
    steps
      // Default providers, which the program does not declare, are updated now and then.
      .filter(
        ({ op, urn }) => !["same", "refresh", "read"].includes(op) && !urn.includes("pulumi:providers:"),
      )
      .map(({ op, urn }) => [shortName(urn), op.includes("replace") ? "replace" : op]),
  );
}

/** What was carried out, from the text of an `--event-log`. */
export function carriedOut(eventLog: string): Steps {
  const events = eventLog
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as EngineEvent);
  return byName(events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []));
}
