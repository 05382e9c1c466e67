import * as pulumi from "@pulumi/pulumi";

/**
 * An error that ends the program with its message alone: what is wrong stands in the user's configuration, not in a stack
 * trace. With a stack Pulumi has Node colour it for a trace of its own, which takes Node 20 half a minute and 2 GB
 * (pulumi/pulumi: sdk/nodejs/cmd/run/error.ts, defaultErrorMessage).
 */
export function refusal(message: string): pulumi.RunError {
  return Object.assign(new pulumi.RunError(message), { stack: undefined });
}
