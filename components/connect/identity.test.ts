import { describe, expect, it } from "vitest";
import { connectorInputs } from "../testing/connector";
import { claim, identities } from "./identity";

const { url, name, config } = connectorInputs();

describe("identities", () => {
  it("are the name, the replica, the topics and the history", () => {
    expect(identities(url, name, config)).toEqual([
      "name 'c' at http://localhost:8083",
      "database.server.id 5001 at mysql-3308:3306",
      "topic.prefix 'shard0' at kafka:29092",
      "schema history topic 'schemahistory.shard0' at kafka:29092",
    ]);
  });

  it("of another kind of connector are its name alone", () => {
    expect(identities(["http://a", "http://b"], "s", { topics: "x" })).toEqual([
      "name 's' at http://a or http://b",
    ]);
  });
});

describe("claim", () => {
  it("lets a resource have what is its own, and names the first thing that is another's", () => {
    expect(claim("first", ["name 'x' at k", "topic.prefix 'y' at k"])).toBeUndefined();
    expect(claim("first", ["name 'x' at k"])).toBeUndefined();
    expect(claim("second", ["name 'z' at k", "topic.prefix 'y' at k"])).toBe(
      "connectors 'first' and 'second' have the same topic.prefix 'y' at k",
    );
  });
});
