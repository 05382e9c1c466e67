import { describe, expect, it } from "vitest";
import { stackName } from "./stack";

describe("stackName", () => {
  it("is dev unless SHARDVIEW_STACK names another", () => {
    expect([
      stackName({}),
      stackName({ SHARDVIEW_STACK: "" }),
      stackName({ SHARDVIEW_STACK: "two" }),
    ]).toEqual(["dev", "dev", "two"]);
  });
});
