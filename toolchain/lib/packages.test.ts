import { describe, expect, it } from "vitest";
import { mayInstall } from "./packages";

describe("mayInstall", () => {
  it.each([
    ["root on Debian", 'ID=debian\nVERSION_ID="12"', 0, true],
    ["root on Ubuntu", "ID=ubuntu\nID_LIKE=debian", 0, true],
    ["root on a distribution made from Ubuntu", 'ID=linuxmint\nID_LIKE="ubuntu debian"', 0, true],
    ["another user on Debian", "ID=debian", 1000, false],
    ["root on Fedora", "ID=fedora", 0, false],
    ["a machine without /etc/os-release", "", 0, false],
  ])("says for %s", (_, osRelease, uid, answer) => {
    expect(mayInstall(osRelease, uid)).toBe(answer);
  });
});
