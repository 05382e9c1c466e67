import { describe, expect, it } from "vitest";
import { asksToKeepVolumes } from "./stack-file";

describe("asksToKeepVolumes", () => {
  it.each([
    ["config:\n  shardview:protectData: true\n", true],
    ['config:\n  shardview:protectData: "true"\n', true],
    ['{"config":{"shardview:kafkaPort":1,"shardview:protectData":true}}', true],
    ["config:\n  shardview:protectData: false\n", false],
    ["config:\n  # shardview:protectData: true\n", false],
    ["", false],
  ])("says of the stack file %j: %s", (text, answer) => {
    expect(asksToKeepVolumes(text)).toBe(answer);
  });
});
