import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { ROOT } from "./support/run";
import { PASSWORDS } from "./support/running-stack";
import type { TestStack } from "./support/stack";

/** What docs/review.md shows. On a new stack of two shards. */
export function describeReview(stack: TestStack): void {
  const [shard0, shard1] = stack.shards;
  const page = join(ROOT, "docs/review.md");

  /** A setting that names a mapping file like the sample's, but for this. */
  function mappingWith(change: (text: string) => string): Record<string, unknown> {
    const mapping = join(mkdtempSync(join(tmpdir(), "shardview-mapping-")), "products.json");
    writeFileSync(mapping, change(readFileSync(join(ROOT, "indices/products.json"), "utf8")));
    return { tables: [{ table: "products.products", id: "id", mapping }] };
  }

  /** The text as it reads for the stack `dev` on the well-known ports. */
  function ofDev(text: string): string {
    const { connectPort, kafkaPort, searchPort } = stack.ports;
    const ports = [connectPort, kafkaPort, searchPort, ...[0, 1, 2].map((i) => stack.shard(i).hostPort)];
    return ports.reduce(
      (known, port) => known.replaceAll(String(port), String(port - stack.base)),
      text.trim().replaceAll(stack.name, "dev"),
    );
  }

  /** Compares with the block of the page beneath `<!-- <topic> -->`; with UPDATE_DOCS=1 the page is written instead. */
  function expectDocumented(topic: string, text: string): void {
    const block = new RegExp(`(<!-- ${topic} -->\n\n\`\`\`text\n)([^]*?)(\n\`\`\`\n)`);
    const documented = readFileSync(page, "utf8");
    if (process.env["UPDATE_DOCS"] === "1") {
      writeFileSync(
        page,
        documented.replace(block, (_, start: string, _old, end: string) => start + text + end),
      );
    }
    expect(block.exec(readFileSync(page, "utf8"))?.[2]).toBe(text);
  }

  describe("npm run preview", () => {
    afterEach(() => {
      stack.shards = [shard0, shard1].flatMap((shard) => shard ?? []);
      stack.settings = {};
      stack.writeConfig();
    });

    it.each([
      ["no-change", () => undefined],
      ["one-more-shard", () => stack.shards.push(stack.shard(2))],
      [
        "mapping-changed",
        () => (stack.settings = mappingWith((text) => text.replace('"type": "integer"', '"type": "long"'))),
      ],
      [
        "index-setting-changed",
        () =>
          (stack.settings = mappingWith((text) =>
            text.replace('"settings": {', '"settings": { "index.refresh_interval": "1s",'),
          )),
      ],
      [
        "connector-setting-changed",
        () => (stack.settings = { connectorConfig: { "snapshot.fetch.size": "4096" } }),
      ],
      [
        "connector-renamed",
        () => (stack.shards = [{ ...stack.shard(0), connector: "orders" }, stack.shard(1)]),
      ],
    ])(
      "shows a reviewer what docs/review.md shows, and a script whether anything changes: %s",
      async (topic, change) => {
        change();
        stack.writeConfig();
        const { code, stdout } = await stack.npm("preview", ["--detailed-exitcode"]);
        expect(code).toBe(topic === "no-change" ? 0 : 2);
        expectDocumented(topic, ofDev(stdout));
      },
    );

    it("writes the comment of a pull request", async () => {
      stack.settings = { connectorConfig: { "snapshot.fetch.size": "4096" } };
      stack.writeConfig();
      const { code, stdout } = await stack.npm("preview", ["--markdown"]);
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /^### Preview of stack test-example: 2 to update, \d+ unchanged\.\n\n```diff\n! /,
      );
    });

    it("ends with 1 and the fault when the configuration is refused", async () => {
      stack.settings = { replicas: 3 };
      stack.writeConfig();
      const { code, output } = await stack.npm("preview", ["--detailed-exitcode"]);
      expect(code).toBe(1);
      expect(output).toContain("- replicas: is not a key of Shardview.");
    });

    it("shows a reviewer what docs/review.md shows: password-rotated", async () => {
      await stack.setPasswords({ cdcPassword: "another" });
      const { stdout } = await stack.npm("preview");
      await stack.setPasswords({ cdcPassword: PASSWORDS.cdcPassword });
      expectDocumented("password-rotated", ofDev(stdout));
      expect(stdout).not.toContain("another");
    });
  });
}
