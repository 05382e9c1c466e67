import { describe, expect, it } from "vitest";
import { causeOf } from "./causes";

const wrapped = (...causes: string[]) =>
  ["org.apache.kafka.connect.errors.ConnectException: An exception occurred", "\tat x.Y.z(Y.java:1)"]
    .concat(causes.map((cause) => `Caused by: ${cause}`))
    .join("\n");

describe("the cause of a failure", () => {
  it.each([
    "The connector is trying to read change stream starting at GTIDs x, but this is no longer available on the server. Reconfigure the connector to use a snapshot mode when needed.",
    "com.github.shyiko.ServerException: Cannot replicate because the source purged required binary logs.",
    "Could not find first log file name in binary log index file Error code: 1236; SQLSTATE: HY000.",
  ])("is a purged binlog, which only a recovery cures: %s", (words) => {
    const cause = `MySQL has purged changes that the connector has not read yet (${words})`;
    expect(causeOf(wrapped(words))).toEqual({ cause, cure: "recover", remedy: undefined });
  });

  it("is told by the words that tell it, also behind a long position", () => {
    const words = "but this is no longer available on the server.";
    const { cause } = causeOf(`Caused by: ${"x".repeat(400)} ${words}`);
    expect(cause).toBe(
      `MySQL has purged changes that the connector has not read yet (…${"x".repeat(87)} ${words})`,
    );
  });

  it.each([
    "Database schema history was not found but was expected",
    "The database schema history couldn't be recovered.",
  ])("is a lost schema history, which only a recovery cures: %s", (words) => {
    const cause = `the schema history is lost (${words})`;
    expect(causeOf(wrapped(words))).toEqual({ cause, cure: "recover", remedy: undefined });
  });

  it("is a refused account, which a restart cures when it has its grants again", () => {
    expect(causeOf(wrapped("SQLException: Access denied for user 'debezium'@'x'"))).toEqual({
      cause:
        "MySQL refuses the account of the connector (SQLException: Access denied for user 'debezium'@'x')",
      cure: "restart",
      remedy: "give the account its password and its grants again (initdb/setup.sql)",
    });
  });

  it("is a row that is too large, which no restart cures", () => {
    expect(causeOf("org.apache.kafka.common.errors.RecordTooLargeException: 11 bytes")).toEqual({
      cause:
        "a row is larger than a message may be (org.apache.kafka.common.errors.RecordTooLargeException: 11 bytes)",
      cure: "repair",
      remedy:
        "raise producer.override.max.request.size in connectorConfig, and max.message.bytes of the topic",
    });
  });

  it("is the last cause in the trace when it is not known, and then a restart is tried", () => {
    expect(causeOf(wrapped("a.B: first", "c.D: last"))).toEqual({ cause: "c.D: last", cure: "restart" });
  });

  it("is told in one line, however long the trace is", () => {
    expect(causeOf("x".repeat(1000))).toEqual({ cause: `${"x".repeat(299)}…`, cure: "restart" });
    expect(causeOf("")).toEqual({ cause: "no trace", cure: "restart" });
  });
});
