import { describe, expect, it, vi } from "vitest";
import { chooseCli } from "./pulumi";

const nothing = { installed: false, downloaded: false, built: false };

describe("chooseCli", () => {
  it("prefers an installed CLI that fits", async () => {
    const found = { installed: true, downloaded: true, built: true };
    expect(await chooseCli(found, () => Promise.resolve(true))).toBe("installed");
  });

  it("downloads when nothing is there and the site answers", async () => {
    expect(await chooseCli(nothing, () => Promise.resolve(true))).toBe("download");
  });

  it("builds when nothing is there and the site does not answer", async () => {
    expect(await chooseCli(nothing, () => Promise.resolve(false))).toBe("build");
  });

  it.each(["downloaded", "built"] as const)(
    "does not ask the network for a CLI that was %s before",
    async (what) => {
      const siteIsThere = vi.fn(() => Promise.resolve(true));
      const source = await chooseCli({ ...nothing, [what]: true }, siteIsThere);
      expect(source).toBe(what === "built" ? "build" : "download");
      expect(siteIsThere).not.toHaveBeenCalled();
    },
  );
});
