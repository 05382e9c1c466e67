import { expect, it } from "vitest";
import { eventOf } from "./interrupt";

it.each([
  [" +  docker:index:Network network creating (0s) ", "docker:index:Network network creating"],
  [
    " +  docker:index:RemoteImage jre-image creating (1s) Step 2/8 : FROM ${BASE}",
    "docker:index:RemoteImage jre-image creating",
  ],
  [
    " ~  pulumi-nodejs:dynamic/shardview:Topic schemahistory.shard0 updated (12.34s) [diff: ~generation]",
    "pulumi-nodejs:dynamic/shardview:Topic schemahistory.shard0 updated",
  ],
  ["    + 58 created", undefined],
  ["Duration: 1m35s", undefined],
])("of Pulumi's lines %j tells of %s", (line, event) => {
  expect(eventOf(line)).toBe(event);
});
