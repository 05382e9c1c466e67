import { describe, expect, it } from "vitest";
import { connectorInputs } from "../testing/connector";
import { refusedUrl, scriptedServer, type Reply } from "../testing/http-server";
import { UNKNOWN, type Hints, type Inputs } from "./inputs";
import { validate, type Verdict } from "./validate";

const CLASS = "io.debezium.connector.mysql.MySqlConnector";
const VALIDATE = `PUT /connector-plugins/${CLASS}/config/validate`;

/** Connect's answer with these errors by key. */
function answer(errors: Record<string, string>): Reply {
  const configs = Object.entries(errors).map(([name, error]) => ({ value: { name, errors: [error] } }));
  return {
    status: 200,
    body: { configs: [{ value: null }, { value: { name: "tasks.max", errors: [] } }, ...configs] },
  };
}

async function validated(reply: Reply, changes: Partial<Inputs> = {}, hints: Hints = {}): Promise<Verdict> {
  const { url } = await scriptedServer({ [VALIDATE]: reply });
  return await validate(connectorInputs({ url, ...changes }), hints);
}

const unreachable = answer({
  "database.hostname":
    "Error during connection validation: io.debezium.DebeziumException: Failed to establish connection with the database: ",
});
const denied = answer({ "database.hostname": "Unable to connect: Access denied for user 'debezium'" });

describe("validate", () => {
  it("gives Connect's message for each key", async () => {
    expect(await validated(answer({ "poll.interval.ms": "Invalid value x", "topic.prefix": "bad" }))).toEqual(
      {
        failures: [
          { property: 'config["poll.interval.ms"]', reason: "Invalid value x" },
          { property: 'config["topic.prefix"]', reason: "bad" },
        ],
        notices: [],
      },
    );
  });

  it("hides secrets that Connect's message repeats", async () => {
    const { url } = await scriptedServer({
      [VALIDATE]: answer({ "ssl.key.password": "Invalid value hunter2" }),
    });
    const inputs = connectorInputs({ url });
    const config = { ...inputs.config, "ssl.key.password": "hunter2" };
    expect((await validate({ ...inputs, config }, {})).failures).toEqual([
      { property: 'config["ssl.key.password"]', reason: "Invalid value [secret]" },
    ]);
  });

  it("warns of a database that cannot be reached now, and refuses an account that it does not take", async () => {
    expect(await validated(unreachable)).toEqual({
      failures: [],
      notices: [
        "warning: Error during connection validation: io.debezium.DebeziumException: Failed to establish connection with the database: ",
      ],
    });
    expect((await validated(denied)).failures).toEqual([
      {
        property: 'config["database.hostname"]',
        reason: "Unable to connect: Access denied for user 'debezium'",
      },
    ]);
  });

  it("leaves out the connection while what it connects to is still to be made", async () => {
    expect(await validated(denied, {}, { connectable: UNKNOWN })).toEqual({
      failures: [],
      notices: ["its connection to the database is not validated: what it connects to is still to be made"],
    });
  });

  it("leaves out what is not known yet, and says what", async () => {
    const server = await scriptedServer({
      [VALIDATE]: answer({ "database.hostname": "A value is required" }),
    });
    const inputs = connectorInputs({ url: server.url });
    const config = { ...inputs.config, "database.hostname": UNKNOWN };
    expect(await validate({ ...inputs, config }, {})).toEqual({
      failures: [],
      notices: ["not validated, since still unknown: database.hostname"],
    });
    expect(server.requests[0]?.body).not.toHaveProperty(["database.hostname"]);
  });

  it("asks nothing while it is not known whom to ask", async () => {
    expect(await validate(connectorInputs({ url: UNKNOWN }), {})).toEqual({
      failures: [],
      notices: [
        "the address or class of the connector is not known yet: Connect is not asked to validate it",
      ],
    });
  });

  it("lists the installed plugins when the class is not there", async () => {
    const message = `Failed to find any class that implements Connector and which name matches ${CLASS}`;
    const { url } = await scriptedServer({
      [VALIDATE]: { status: 500, body: { message } },
      "GET /connector-plugins": { status: 200, body: [{ class: "b.B" }, { class: "a.A" }] },
    });
    expect(await validate(connectorInputs({ url }), {})).toEqual({
      failures: [
        {
          property: 'config["connector.class"]',
          reason: `'${CLASS}' is not installed in Connect, which has a.A, b.B`,
        },
      ],
      notices: [],
    });
  });

  it("says why Connect cannot validate now", async () => {
    const message = "Could not read file /run/secrets/connect/shard0-password";
    expect(await validated({ status: 500, body: { message } })).toEqual({
      failures: [],
      notices: [`Connect cannot validate it now: ${message}`],
    });
  });

  it("asks the next worker, and says when none answers", async () => {
    const { url } = await scriptedServer({ [VALIDATE]: answer({}) });
    const gone = await refusedUrl();
    expect(await validate(connectorInputs({ url: [gone, url] }), {})).toEqual({ failures: [], notices: [] });
    expect(await validate(connectorInputs({ url: [gone, gone] }), {})).toEqual({
      failures: [],
      notices: [`Connect does not answer at ${gone} or ${gone}: its own validation is skipped`],
    });
  });
});
