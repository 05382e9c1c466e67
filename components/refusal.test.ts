import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { refusal } from "./refusal";

it("a refusal has a message for the user and no stack, which Pulumi would colour for half a minute", () => {
  const error = refusal("2 faults");
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect([error.message, error.stack]).toEqual(["2 faults", undefined]);
});
