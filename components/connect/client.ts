import { ask, expectStatus, poll, retry, type Answer, type Call, type Urls } from "../rest";
import { connect, messageOf } from "./answers";

/** A connector's configuration, as Connect stores it. */
export type ConnectorConfig = Record<string, string>;

export interface ConnectorStatus {
  connector: { state: string; trace?: string };
  tasks: { id: number; state: string; trace?: string }[];
}

/** Stored configuration of a connector without its `name`; undefined when there is no such connector. */
export async function getConfig(
  url: Urls,
  name: string,
  deadline: number,
): Promise<ConnectorConfig | undefined> {
  const answer = await askConnector(url, name, { method: "GET", path: "/config" }, deadline);
  if (answer.status === 404) return undefined;
  const stored = expectStatus(connect, answer, [200], `read connector '${name}'`) as ConnectorConfig;
  return Object.fromEntries(Object.entries(stored).filter(([key]) => key !== "name"));
}

/** Creates the connector or replaces its configuration. */
export async function putConfig(
  url: Urls,
  name: string,
  config: ConnectorConfig,
  deadline: number,
): Promise<void> {
  const answer = await askConnector(url, name, { method: "PUT", path: "/config", body: config }, deadline);
  expectStatus(connect, answer, [200, 201], `configure connector '${name}'`);
}

/** Creates a connector that does not run before it is asked to (KIP-980). */
export async function createIdle(
  url: Urls,
  name: string,
  config: ConnectorConfig,
  state: string,
  deadline: number,
): Promise<void> {
  const body = { name, config, initial_state: state.toUpperCase() };
  const answer = await ask(connect, url, { method: "POST", path: "/connectors", body }, deadline);
  // 409: a request before this one was carried out without an answer; it is read back.
  expectStatus(connect, answer, [201, 409], `create connector '${name}'`);
}

/** Reads the configuration back until what Connect stores is what was asked. */
export async function awaitStored(
  url: Urls,
  name: string,
  config: ConnectorConfig,
  deadline: number,
): Promise<void> {
  await poll({
    what: `connector '${name}' to be stored as configured`,
    deadline,
    attempt: async () => {
      const stored = await getConfig(url, name, deadline);
      return stored && sameConfig(stored, config) ? true : undefined;
    },
  });
}

/** Equality of two configurations, whatever the order of their keys. */
export function sameConfig(a: ConnectorConfig, b: ConnectorConfig): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Status of connector and tasks; undefined when Connect knows none (also for a moment after a creation). */
export async function getStatus(
  url: Urls,
  name: string,
  deadline: number,
): Promise<ConnectorStatus | undefined> {
  const answer = await askConnector(url, name, { method: "GET", path: "/status" }, deadline);
  if (answer.status === 404) return undefined;
  return expectStatus(connect, answer, [200], `read the status of connector '${name}'`) as ConnectorStatus;
}

/** Source offsets that Connect has committed, latest per partition. */
export async function getOffsets(
  url: Urls,
  name: string,
  deadline: number,
): Promise<Record<string, unknown>[]> {
  const answer = await askConnector(url, name, { method: "GET", path: "/offsets" }, deadline);
  const body = expectStatus(connect, answer, [200], `read the offsets of connector '${name}'`);
  return (body as { offsets: { offset: Record<string, unknown> }[] }).offsets.map(({ offset }) => offset);
}

/** Restarts the connector and those of its tasks that FAILED. */
export async function restartFailed(url: Urls, name: string, deadline: number): Promise<void> {
  const path = "/restart?includeTasks=true&onlyFailed=true";
  const answer = await askConnector(url, name, { method: "POST", path }, deadline);
  expectStatus(connect, answer, [202, 204], `restart connector '${name}'`);
}

const VERBS: Record<string, string> = { running: "resume", paused: "pause", stopped: "stop" };

/** Asks the connector to run, pause or stop. Connect carries it out later. */
export async function setState(url: Urls, name: string, state: string, deadline: number): Promise<void> {
  const verb = VERBS[state] ?? "resume";
  const answer = await askConnector(url, name, { method: "PUT", path: `/${verb}` }, deadline);
  expectStatus(connect, answer, [202, 204], `${verb} connector '${name}'`);
}

/**
 * Removes the connector and its offsets: stopped first, since offsets can only be reset of a stopped connector, and kept
 * offsets would make a later connector of the same name skip its snapshot. A connector that is gone is no error.
 */
export async function remove(url: Urls, name: string, deadline: number): Promise<void> {
  const gone = [404];
  const stop = await askConnector(url, name, { method: "PUT", path: "/stop" }, deadline);
  expectStatus(connect, stop, [204, ...gone], `stop connector '${name}'`);
  if (stop.status !== 404) await resetOffsets(url, name, deadline);
  const removed = await askConnector(url, name, { method: "DELETE", path: "" }, deadline);
  expectStatus(connect, removed, [204, ...gone], `delete connector '${name}'`);
}

/** Forgets the offsets of a connector that was asked to stop, when it has stopped. */
export async function resetOffsets(url: Urls, name: string, deadline: number): Promise<void> {
  await poll({
    what: `connector '${name}' to stop`,
    deadline,
    attempt: async () => {
      // 400 until its last task has ended.
      const answer = await askConnector(url, name, { method: "DELETE", path: "/offsets" }, deadline);
      if (answer.status === 400) throw retry(messageOf(answer));
      expectStatus(connect, answer, [200, 404], `reset the offsets of connector '${name}'`);
      return true;
    },
  });
}

function askConnector(url: Urls, name: string, { path, ...call }: Call, deadline: number): Promise<Answer> {
  return ask(connect, url, { ...call, path: `/connectors/${encodeURIComponent(name)}${path}` }, deadline);
}
