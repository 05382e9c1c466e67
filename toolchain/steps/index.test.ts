import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { Interrupted } from "../lib/process";
import { together } from ".";

const fails = async (after: number, error: Error): Promise<never> => {
  await sleep(after);
  throw error;
};

describe("together", () => {
  it("waits for all", async () => {
    const done: number[] = [];
    await together([20, 1].map((ms) => sleep(ms).then(() => done.push(ms))));
    expect(done).toEqual([1, 20]);
  });

  it("ends the others when one fails, waits until they are gone and tells the first failure", async () => {
    const endOthers = vi.fn();
    let gone = false;
    const other = fails(30, new Error("killed")).finally(() => (gone = true));
    const all = together([other, fails(1, new Error("no network"))], endOthers);
    await expect(all).rejects.toThrow(new Error("no network"));
    expect([endOthers.mock.calls.length, gone]).toEqual([1, true]);
  });

  it("ends nothing when the user has stopped us: every child has got the signal already", async () => {
    const endOthers = vi.fn();
    await expect(together([fails(1, new Interrupted(130))], endOthers)).rejects.toThrow(new Interrupted(130));
    expect(endOthers).not.toHaveBeenCalled();
  });
});
