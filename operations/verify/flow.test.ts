import { describe, expect, it, vi } from "vitest";
import { fakeCommand } from "../../components/testing/fake-command";
import { scriptedServer, type Reply } from "../../components/testing/http-server";
import { awaitArrival } from "./flow";

const UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
const shard = { container: "mysql-1", connector: "k" };
const table = { shard: "shard0", table: "a.b", topic: "shard0.a.b", index: "shard0.a.b-000001" };
const status = (connector: string, task = connector, trace?: string): Reply => ({
  status: 200,
  body: { connector: { state: connector }, tasks: [{ id: 0, state: task, trace }] },
});
const offsets = (offset: object): Reply => ({ status: 200, body: { offsets: [{ offset }] } });

/** Waits with a Connect that answers so, and a MySQL that says that `left` is not confirmed. Kafka is not there. */
async function obstacle(
  connector: Reply,
  committed: Reply,
  left = "",
  { wait = 0, over = new AbortController().signal } = {},
): Promise<string | undefined> {
  vi.stubEnv(
    "PATH",
    fakeCommand("docker", ["cat >/dev/null", `printf '${left}\\n-- that was all --\\n'`]).path,
  );
  const { url } = await scriptedServer({
    "GET /connectors/k/status": connector,
    "GET /connectors/k/offsets": committed,
  });
  const environment = { urls: { connect: url, search: url, kafka: "127.0.0.1:1" } };
  const said = await awaitArrival(environment, shard, table, { over, deadline: Date.now() + wait });
  return said?.replace(/^waited \d+ s/, "waited some s");
}

describe("awaitArrival", () => {
  const running = status("RUNNING");
  const read = offsets({ gtids: `${UUID}:1-7` });

  it("says how many transactions are not confirmed when the time is over", async () => {
    expect(await obstacle(running, read, `${UUID}:8-9`)).toBe(
      "waited some s for connector 'k' to read what was committed; last cause: it has not confirmed 2 transactions",
    );
  });

  it("says that no position is committed while a snapshot goes on", async () => {
    const snapshot = offsets({ gtids: `${UUID}:1-9`, snapshot: "INITIAL" });
    expect(await obstacle(running, snapshot)).toBe(
      "waited some s for connector 'k' to read what was committed; last cause: it has committed no position yet",
    );
  });

  it("does not wait for a connector that FAILED, and says why", async () => {
    const failed = status("RUNNING", "FAILED", "java.lang.Oops: no disk\n\tat a.b");
    expect(await obstacle(failed, read, "", { wait: 60_000 })).toBe(
      "connector 'k' FAILED: java.lang.Oops: no disk",
    );
  });

  it("does not wait for a connector that is stopped", async () => {
    const stopped: Reply = { status: 200, body: { connector: { state: "STOPPED" }, tasks: [] } };
    expect(await obstacle(stopped, read, `${UUID}:8-9`, { wait: 60_000 })).toBe(
      "connector 'k' is stopped: it has not confirmed 2 transactions",
    );
  });

  it("goes on to the topic when everything is confirmed", async () => {
    expect(await obstacle(running, read)).toMatch(/^Kafka at 127\.0\.0\.1:1: /);
  });

  it("waits no longer when nothing is left to wait for", async () => {
    expect(
      await obstacle(running, read, `${UUID}:8-9`, { wait: 60_000, over: AbortSignal.abort() }),
    ).toBeUndefined();
  });
});
