/** What a server answered: its status, and its body, parsed when it is JSON. */
export interface Answer {
  status: number;
  body: unknown;
}

export interface Request {
  method: "GET" | "PUT" | "POST" | "DELETE";
  url: string;
  body?: unknown;
  /** Milliseconds until the attempt counts as failed. Default 30 s. */
  timeout?: number;
}

/**
 * Sends one request and gives the answer, whatever its status. Throws when there is no answer, naming the URL.
 *
 * The client is loaded when it is called, not captured: a dynamic provider's code is stored in the state, and the inner
 * path of a captured package would break the state when the package is upgraded (pulumi/pulumi#9085).
 */
export async function send(request: Request): Promise<Answer> {
  const { default: axios } = await import("axios");
  try {
    const { status, data } = await axios.request<unknown>({
      method: request.method,
      url: request.url,
      data: request.body,
      // Also without a body: axios would call it a form, which Connect refuses with 415.
      headers: { "Content-Type": "application/json" },
      timeout: request.timeout ?? 30_000,
      validateStatus: () => true,
    });
    return { status, body: data };
  } catch (error) {
    throw new Error(`${request.method} ${request.url}: ${(error as Error).message || String(error)}`, {
      cause: error,
    });
  }
}

/** Asks until `attempt` gives a value; `undefined` and a thrown Retry mean 'not yet'. Other errors end it. */
export interface Poll<T> {
  /** What is waited for, as the error names it: `connector 'x' to be RUNNING`. */
  what: string;
  /** Milliseconds since the epoch. */
  deadline: number;
  attempt: () => Promise<T | undefined>;
  /** Milliseconds before the second attempt; doubles up to `maxDelay`, with jitter. Default 100. */
  delay?: number;
  /** Default 1000. */
  maxDelay?: number;
}

/** Makes a message to be thrown by an attempt that should be made again. */
export function retry(message: string): Error {
  return Object.assign(new Error(message), { retry: true });
}

/** Runs the poll. Throws after the deadline, with the last cause. */
export async function poll<T>({
  what,
  deadline,
  attempt,
  delay = 100,
  maxDelay = 1000,
}: Poll<T>): Promise<T> {
  const started = Date.now();
  let last = "";
  for (let pause = delay; ; pause = Math.min(pause * 2, maxDelay)) {
    try {
      const result = await attempt();
      if (result !== undefined) return result;
    } catch (error) {
      if (!(error as { retry?: boolean }).retry) throw error;
      last = `; last cause: ${(error as Error).message}`;
    }
    if (Date.now() >= deadline) {
      throw new Error(`waited ${Math.round((Date.now() - started) / 1000)} s for ${what}${last}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pause * (0.75 + Math.random() / 2)));
  }
}

/** A server whose answers may have to be waited for. */
export interface Server {
  /** As errors name it: `Connect`. */
  name: string;
  /** Why an answer will change by waiting; undefined for one that will not. */
  passing: (answer: Answer) => string | undefined;
}

/** Sends until there is an answer that will not change by waiting. Throws after the deadline, with the last cause. */
export async function ask(server: Server, request: Request, deadline: number): Promise<Answer> {
  return await poll({
    what: `${server.name} to answer ${request.method} ${request.url}`,
    deadline,
    attempt: async () => {
      const answer = await send(request).catch((error: unknown) => {
        throw retry((error as Error).message);
      });
      const reason = server.passing(answer);
      if (reason !== undefined) throw retry(reason);
      return answer;
    },
  });
}
