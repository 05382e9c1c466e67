import type { Seen } from "./observation";
import { runProgram } from "./quickjs";

// QuickJS has no HTTP client, curl has. The default export stands in for axios in the watcher's program (bundle.ts).

interface CurlRequest {
  method: string;
  url: string;
  data?: unknown;
  headers: Record<string, string>;
  timeout: number;
}

interface CurlAnswer {
  status: number;
  data: unknown;
}

export default {
  request: ({ method, url, data, headers, timeout }: CurlRequest): Promise<CurlAnswer> => {
    const fields = Object.entries(headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
    const body = data === undefined ? [] : ["--data-binary", "@-"];
    const input = data === undefined ? undefined : JSON.stringify(data);
    const [answer] = curl(
      [["--request", method, ...timeLimit(timeout), ...fields, ...body, "--url", url]],
      input,
    );
    return answer && "seen" in answer
      ? Promise.resolve(answer.seen)
      : Promise.reject(new Error(answer?.error));
  },
};

/**
 * Milliseconds that one of `count` answers may take, which come one after the other: 20 s for all of them, so that a service that hangs
 * does not make the report older than the container's health check lets it be.
 */
function patience(count: number): number {
  return Math.max(1000, Math.min(5000, 20_000 / count));
}

/** Gets all URLs with one process; for each the body of a good answer, or what was wrong. */
export function getAll(urls: readonly string[]): Seen<unknown>[] {
  const limit = timeLimit(patience(urls.length));
  const answers = curl(urls.map((url) => [...limit, "--url", url]));
  return urls.map((url, i) => {
    const answer = answers[i] ?? { error: "curl did not ask" };
    if ("error" in answer) return { error: `GET ${url}: ${answer.error}` };
    const { status, data } = answer.seen;
    return status === 200 ? { seen: data } : { error: `GET ${url}: status ${status}` };
  });
}

// No JSON holds these as they are.
const [UNIT, RECORD] = ["\x1f", "\x1e"];

function curl(requests: string[][], input?: string): Seen<CurlAnswer>[] {
  const told = ["--silent", "--globoff", "--write-out", `${UNIT}%{http_code}${UNIT}%{errormsg}${RECORD}`];
  const args = requests.flatMap((request, i) => [...(i > 0 ? ["--next"] : []), ...told, ...request]);
  const { output } = runProgram(["curl", ...args], input);
  return output
    .split(RECORD)
    .slice(0, -1)
    .map((answer) => {
      const [text = "", status, error = ""] = answer.split(UNIT);
      return Number(status) > 0 && error === ""
        ? { seen: { status: Number(status), data: parsed(text) } }
        : { error: error === "" ? "no answer" : error };
    });
}

function timeLimit(milliseconds: number): string[] {
  return ["--max-time", String(milliseconds / 1000)];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
