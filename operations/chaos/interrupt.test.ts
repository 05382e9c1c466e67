import { expect, it } from "vitest";
import { isEvent } from "./interrupt";

it.each([
  [" +  docker:index:Network network creating (0s) ", true],
  [
    " ~  pulumi-nodejs:dynamic/shardview:Topic schemahistory.shard0 updated (12.34s) [diff: ~generation]",
    true,
  ],
  ["    + 58 created", false],
  ["Duration: 1m35s", false],
])("of Pulumi's lines %j is an event: %s", (line, expected) => {
  expect(isEvent(line)).toBe(expected);
});
