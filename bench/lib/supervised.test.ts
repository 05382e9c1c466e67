import { describe, expect, it } from "vitest";
import { parseProcess } from "./supervised";
import { usageFrom } from "./engine";

describe("what a process has taken", () => {
  it("is read from its own time and its resident memory, whatever its name", () => {
    const stat = "42 (a (b) c) S 1 42 42 0 -1 4194304 100 0 0 0 250 50 9 9 20 0 1 0 1 1 1";
    expect(parseProcess(stat, "Name:\tx\nVmRSS:\t  20480 kB\n", 100)).toEqual({ cpu: 3, memoryMiB: 20 });
  });

  it("is no memory of a process that has ended", () => {
    const stat = "42 (x) Z 1 42 42 0 -1 4194304 100 0 0 0 10 0 0 0 20 0 1 0 1 1 1";
    expect(parseProcess(stat, "Name:\tx\n", 100)).toEqual({ cpu: 0.1, memoryMiB: 0 });
  });
});

describe("what a container has taken", () => {
  it.each(["total_inactive_file", "inactive_file"])("leaves out the page cache (%s)", (name) => {
    const memory_stats = { usage: 300 * 2 ** 20, stats: { [name]: 100 * 2 ** 20 } };
    expect(usageFrom({ cpu_stats: { cpu_usage: { total_usage: 2.5e9 } }, memory_stats })).toEqual({
      ...{ cpu: 2.5, memoryMiB: 200 },
    });
  });
});
