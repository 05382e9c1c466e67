import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** What the server answers; a body that is no text is sent as JSON. */
export interface Reply {
  status: number;
  body?: unknown;
  /** Milliseconds before it is given. Default 0. */
  delay?: number;
}

export interface RecordedRequest {
  /** Method and path: `GET /connectors/c/status`. */
  line: string;
  body: unknown;
  authorization?: string;
}

/** Replies by request line, one after the other; the last one is given again and again. */
export type Script = Record<string, Reply | Reply[]>;

export interface ScriptedServer {
  url: string;
  requests: RecordedRequest[];
  /** The request lines, in order. */
  lines: () => string[];
}

/**
 * Starts an HTTP server on 127.0.0.1 that answers by a script and records what it was asked; it ends with the test.
 * What the script does not name is answered with status 418 and says so.
 */
export async function scriptedServer(script: Script): Promise<ScriptedServer> {
  const requests: RecordedRequest[] = [];
  const server = createServer((request, response) => {
    void record(request).then((recorded) => {
      requests.push(recorded);
      const asked = requests.filter(({ line }) => line === recorded.line).length;
      const { status, body, delay = 0 } = replyTo(script[recorded.line], recorded.line, asked);
      const isText = typeof body === "string" || body === undefined;
      response.writeHead(status, { "Content-Type": isText ? "text/plain" : "application/json" });
      setTimeout(() => response.end(isText ? body : JSON.stringify(body)), delay).unref();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, requests, lines: () => requests.map(({ line }) => line) };
}

/** URL of a port on which nothing listens. */
export async function refusedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return `http://127.0.0.1:${port}`;
}

async function record(request: IncomingMessage): Promise<RecordedRequest> {
  const body = await text(request);
  return {
    line: `${request.method ?? ""} ${request.url ?? ""}`,
    authorization: request.headers.authorization,
    body: body === "" ? undefined : (JSON.parse(body) as unknown),
  };
}

function replyTo(scripted: Reply | Reply[] | undefined, line: string, asked: number): Reply {
  const replies = [scripted ?? []].flat();
  return (
    replies[Math.min(asked, replies.length) - 1] ?? { status: 418, body: { message: `unscripted: ${line}` } }
  );
}
