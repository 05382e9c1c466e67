import type { Answer, Server } from "../rest";

/**
 * How Connect's answers are to be read (https://kafka.apache.org/documentation/#connect_rest). What passes: 409 while the group
 * rebalances, but not for a name that is taken; 500 for a request that timed out in the herder or met a rebalance; 503 while the worker
 * starts; and a configuration that is refused because its database cannot be reached.
 */
export const connect: Server = {
  name: "Connect",
  reason: (answer) => {
    const message = messageOf(answer);
    return hidesRefusal(message) ? `it seems that the database cannot be reached (${message})` : message;
  },
  passing: (answer) => {
    const message = messageOf(answer);
    if (answer.status === 409) return !/already exists/i.test(message);
    if (answer.status === 500) return /rebalance|timed out/i.test(message) || hidesRefusal(message);
    return answer.status === 503 || (answer.status === 400 && unreachable(message));
  },
};

/** Connect's own words in an answer, or its status where it has none. */
export function messageOf({ status, body }: Answer): string {
  const message = (body as { message?: unknown } | null)?.message;
  return typeof message === "string" ? message : `status ${status}`;
}

/**
 * Whether Debezium says that it cannot reach its database, which passes: the server may still start, and Java takes a name that it did
 * not find for unknown for 10 s. It says the same words when the database refuses the account; that will not pass by itself.
 */
export function unreachable(reason: string): boolean {
  return cannotConnect(reason) && !/access denied/i.test(reason);
}

/** Whether Debezium says that it has no connection to its database, for whatever reason. */
export function cannotConnect(reason: string): boolean {
  return /unable to connect|establish connection/i.test(reason);
}

/**
 * Connect 4.3 fails to say why it refuses a connector with an internal setting, as Debezium 3.6 has one: it looks for errors in a value that
 * is not there. What else is wrong with a configuration `validate` has said before, so it is the database that cannot be reached.
 */
function hidesRefusal(message: string): boolean {
  return message.includes('ConfigInfo.configValue()" is null');
}
