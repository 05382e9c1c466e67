import { describe, expect, it } from "vitest";
import { settle, type Session } from "./sessions";

const ENDED = "python ended 8 times";

/** A contender whose processes ended often, and whose new row of the one shard is seen or not. */
const session = (seen: boolean): Session =>
  ({
    contender: { name: "script", trouble: () => ENDED },
    tables: [{}],
    load: { insertOne: (n: number) => Promise.resolve({ sku: String(n) }) },
    prober: {
      expect: () => undefined,
      allSeen: () => Promise.resolve(seen ? 0 : 1),
      clear: () => undefined,
    },
  }) as unknown as Session;

describe("settle", () => {
  it("takes a contender whose rows are seen for running, however often its processes ended before", async () => {
    await expect(settle(session(true))).resolves.toBeUndefined();
  });

  it("ends with the words of a contender that does not run", async () => {
    await expect(settle(session(false))).rejects.toThrow(new Error(`script does not run: ${ENDED}`));
  });
});
