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
    throw new Error(`${request.method} ${shown(request.url)}: ${(error as Error).message || String(error)}`, {
      cause: error,
    });
  }
}

/** A URL as messages have it: without the account in it. */
function shown(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
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

/** Base URLs of a server's REST API: one, or several of which any will do. */
export type Urls = string | string[];

/** Whether both name the same URLs, in the same order. */
export function sameUrls(a: Urls, b: Urls): boolean {
  return [a].flat().join() === [b].flat().join();
}

/** How a server's answers are to be read. */
export interface Server {
  /** As errors name it: `Connect`. */
  name: string;
  /** The server's own words for what is wrong. */
  reason: (answer: Answer) => string;
  /** Whether waiting will change the answer. */
  passing: (answer: Answer) => boolean;
}

/** Milliseconds that even the last attempt has. */
const MIN_TIMEOUT = 5000;

/** A request to any of a server's URLs. */
export interface Call extends Omit<Request, "url"> {
  path: string;
}

/**
 * Sends until there is an answer that will not change by waiting; each attempt goes to the next URL. Throws after the
 * deadline (milliseconds since the epoch), with the last cause.
 */
export async function ask(
  server: Server,
  urls: Urls,
  { path, ...call }: Call,
  deadline: number,
): Promise<Answer> {
  const bases = [urls].flat();
  let attempts = 0;
  return await poll({
    what: `${server.name} to answer ${call.method} ${bases.map(shown).join(" or ")}${path}`,
    deadline,
    attempt: async () => {
      const url = `${bases[attempts++ % bases.length]}${path}`;
      // An attempt that hangs does not outlast the deadline by much.
      const timeout = Math.min(30_000, Math.max(MIN_TIMEOUT, deadline - Date.now()));
      const answer = await send({ timeout, ...call, url }).catch((error: unknown) => {
        throw retry((error as Error).message);
      });
      if (server.passing(answer)) throw retry(server.reason(answer));
      return answer;
    },
  });
}

/** Gives the body of an answer of an accepted status. Throws `cannot <what>`, with the server's reason, for another. */
export function expectStatus(server: Server, answer: Answer, accepted: number[], what: string): unknown {
  if (!accepted.includes(answer.status))
    throw new Error(`cannot ${what}: ${answer.status} ${server.reason(answer)}`);
  return answer.body;
}
