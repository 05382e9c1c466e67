import { beforeEach, expect, it, vi } from "vitest";
import curl, { getAll } from "./curl";
import { runProgram } from "./quickjs";

vi.mock("./quickjs", () => ({ runProgram: vi.fn() }));
const run = vi.mocked(runProgram);

beforeEach(() => {
  run.mockReset();
});

/** What curl writes for each request: the body, the status and what went wrong. */
function saying(...answers: [body: string, status: number, error?: string][]): ReturnType<typeof runProgram> {
  const output = answers.map(([body, status, error = ""]) => `${body}\x1f${status}\x1f${error}\x1e`).join("");
  return { code: 0, output };
}

function timeLimits(): (string | undefined)[] {
  const args = run.mock.calls[0]?.[0] ?? [];
  return args.flatMap((arg, i) => (arg === "--max-time" ? [args[i + 1]] : []));
}

it.each([
  [1, "5"],
  [4, "5"],
  [5, "4"],
  [20, "1"],
  [50, "1"],
])("shares 20 seconds among %i questions, 1 to 5 for each", (count, limit) => {
  run.mockReturnValue(saying());
  getAll(Array.from({ length: count }, (_, i) => `http://s/${i}`));
  expect(timeLimits()).toEqual(Array.from({ length: count }, () => limit));
});

it("gives each question its own answer, from one process", () => {
  run.mockReturnValue(saying(['{"a":1}', 200], ["", 0, "Connection refused"], ["{}", 503]));
  expect(getAll(["http://a", "http://b", "http://c"])).toEqual([
    { seen: { a: 1 } },
    { error: "GET http://b: Connection refused" },
    { error: "GET http://c: status 503" },
  ]);
  expect(run).toHaveBeenCalledTimes(1);
});

it("says of the questions that curl did not come to that it did not", () => {
  run.mockReturnValue(saying(["{}", 200]));
  expect(getAll(["http://a", "http://b"])).toEqual([
    { seen: {} },
    { error: "GET http://b: curl did not ask" },
  ]);
});

it("sends a body to curl, not in its arguments, where others could read it", async () => {
  run.mockReturnValue(saying(["{}", 201]));
  const headers = { "Content-Type": "application/json" };
  const request = { method: "POST", url: "http://c/x", data: { secret: 1 }, headers, timeout: 1500 };
  expect(await curl.request(request)).toEqual({ status: 201, data: {} });
  const [args, input] = run.mock.calls[0] ?? [];
  expect(args?.join(" ")).toContain("--request POST --max-time 1.5 --header Content-Type: application/json");
  expect(args?.join(" ")).not.toContain("secret");
  expect(input).toBe('{"secret":1}');
});

it("fails with what curl says", async () => {
  run.mockReturnValue(saying(["", 0, "Could not resolve host: c"]));
  const request = { method: "GET", url: "http://c/", headers: {}, timeout: 1000 };
  await expect(curl.request(request)).rejects.toThrow(new Error("Could not resolve host: c"));
});
