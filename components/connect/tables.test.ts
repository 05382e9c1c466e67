import { describe, expect, it } from "vitest";
import { connectorInputs } from "../testing/connector";
import { tablesToRead } from "./tables";

const olds = connectorInputs();
const notes = { config: { ...olds.config, "table.include.list": "products\\.products, products\\.notes" } };

describe("tablesToRead", () => {
  it.each([
    ["none where none is new", {}, []],
    ["the new one", notes, ["products\\.notes"]],
    ["all of a new generation", { snapshot: 1 }, ["products\\.products"]],
    ["none when a snapshot at the start reads all", { ...notes, offsetsReset: 1 }, []],
    ["none without signals", { ...notes, signal: undefined }, []],
  ])("are %s", (_, change, tables) => {
    expect(tablesToRead(olds, { ...olds, ...change })).toEqual(tables);
  });

  it("are those that an update before did not come to, as long as they are captured", () => {
    const pending = ["products\\.notes", "products\\.gone"];
    expect(tablesToRead({ ...olds, ...notes, pending }, { ...olds, ...notes })).toEqual(["products\\.notes"]);
  });

  it("are none more when every table was captured before", () => {
    expect(tablesToRead({ ...olds, config: {} }, { ...olds, ...notes })).toEqual([]);
  });
});
