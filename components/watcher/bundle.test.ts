import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../testing/fixtures";
import { bundleWatcher } from "./bundle";

it("is one script that needs no module, names no path of this machine, and fits into a variable", async () => {
  const text = await bundleWatcher(join(ROOT, "components"));
  expect(/\brequire\(|\bimport\(|from "/.test(text)).toBe(false);
  expect(text.includes(ROOT)).toBe(false);
  // https://man7.org/linux/man-pages/man2/execve.2.html: 128 KiB
  expect(text.length).toBeLessThan(100_000);
});
