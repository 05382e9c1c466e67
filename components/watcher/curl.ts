import { runProgram } from "./quickjs";

// Stands in for axios in the watcher's program (bundle.ts): QuickJS has no HTTP client, curl has.

interface CurlRequest {
  method: string;
  url: string;
  data?: unknown;
  headers: Record<string, string>;
  timeout: number;
}

export default {
  request: ({
    method,
    url,
    data,
    headers,
    timeout,
  }: CurlRequest): Promise<{ status: number; data: unknown }> => {
    const fields = Object.entries(headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
    const body = data === undefined ? undefined : JSON.stringify(data);
    const { code, output } = runProgram(
      [
        ...["curl", "--silent", "--show-error", "--request", method, "--max-time", String(timeout / 1000)],
        ...[...fields, ...(body === undefined ? [] : ["--data-binary", "@-"])],
        ...["--write-out", "\n%{http_code}", "--", url],
      ],
      body,
    );
    const end = output.lastIndexOf("\n");
    const text = output.slice(0, end);
    if (code !== 0) return Promise.reject(new Error(text.trim() || `curl ended with exit code ${code}`));
    return Promise.resolve({ status: Number(output.slice(end + 1)), data: parsed(text) });
  },
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
