import { CommandError } from "./process";

/** A failure that a user can act on: which step, the cause in the tool's own words, and what to do. */
export class Failure extends Error {
  constructor(
    readonly step: string,
    readonly reason: string,
    readonly remedy: string,
  ) {
    super(`${step}: ${reason}`);
  }
}

/** Turns whatever a step threw into a Failure of that step; a Failure keeps its own words. */
export function asFailure(step: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const remedy =
    error instanceof CommandError
      ? "repair what the tool names above, then run the same command again: what is finished is not done twice"
      : "run the same command again; if it fails the same way, report it with the lines above";
  return new Failure(step, reason, remedy);
}

/** The failure as it is printed, its continuation lines indented under the first. */
export function renderFailure(failure: Failure): string {
  const indented = (text: string): string => text.split("\n").join("\n               ");
  return [
    `FAILED  ${failure.step}`,
    `  cause:       ${indented(failure.reason)}`,
    `  what to do:  ${indented(failure.remedy)}`,
  ].join("\n");
}
