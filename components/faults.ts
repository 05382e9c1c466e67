/** One thing wrong with the configuration, as a user wants to read it. */
export interface Fault {
  /** Where: `shards[2].hostPort`. */
  path: string;
  /** What stands there; left out when nothing does, or when it is a secret. */
  value?: unknown;
  /** The rule that it breaks. */
  rule: string;
  /** What to do. */
  remedy: string;
}

/** Renders all faults as one message, one line each: path, value, rule, remedy. */
export function describeFaults(stack: string, faults: readonly Fault[]): string {
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  return [
    `The configuration of stack '${stack}' has ${count}; nothing was changed.`,
    ...faults.map(line),
  ].join("\n");
}

function line(fault: Fault): string {
  const value = fault.value === undefined ? "" : ` = ${JSON.stringify(fault.value)}`;
  return `  - ${fault.path}${value}: ${fault.rule}. ${fault.remedy}.`;
}
