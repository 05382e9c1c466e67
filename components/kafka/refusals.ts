import type { MultipleErrors } from "@platformatic/kafka";
import { poll, retry } from "../rest";

/** Milliseconds for which a refusal that passes is asked again. */
const PASSES_WITHIN = 30_000;

/**
 * Asks the broker until it no longer refuses with this code. Throws every other error at once, and after the deadline with the last
 * cause; `what` is what is waited for, as the error names it.
 */
export async function untilNotRefused(
  code: string,
  what: string,
  request: () => Promise<unknown>,
): Promise<void> {
  const attempt = async (): Promise<true> => {
    await request().catch((error: unknown) => {
      // Only the client's own errors have `findBy`.
      const refused = (error as Partial<MultipleErrors>).findBy?.("apiId", code);
      throw refused ? retry(causes(error).join(": ")) : error;
    });
    return true;
  };
  await poll({ what, deadline: Date.now() + PASSES_WITHIN, attempt });
}

/** An error that names the cluster. */
export function kafkaError(bootstrapServers: string, error: unknown): Error {
  return new Error(`Kafka at ${bootstrapServers}: ${causes(error).join(": ")}`, { cause: error });
}

/** The messages of an error and of what caused it: the client wraps the broker's own words. */
function causes(error: unknown): string[] {
  const { message, cause, errors } = error as Error & { errors?: unknown[] };
  const inner = errors?.[0] ?? cause;
  return [message, ...(inner ? causes(inner) : [])];
}
