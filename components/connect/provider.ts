import type * as pulumi from "@pulumi/pulumi";
import { endWithEngine } from "../dynamic/end-with-engine";
import { keepInState } from "../dynamic/keep-in-state";
import { sameUrls } from "../rest";
import { check } from "./check";
import * as client from "./client";
import { withDefaults, type Inputs } from "./inputs";
import { awaitSnapshot, reachState } from "./lifecycle";
import { stateOf } from "./rules";
import { readTables } from "./snapshot-signal";
import { startsAfresh, tablesToRead } from "./tables";

/** Thin: asks the REST client, decides by the rules. Its code is stored in the state, so it must read what older code wrote. */
export const connectorProvider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = {
  check,

  diff: (_id, before, after) => {
    const [olds, news] = [withDefaults(before), withDefaults(after)];
    return Promise.resolve({
      changes:
        !client.sameConfig(olds.config, news.config) ||
        !sameUrls(olds.url, news.url) ||
        (
          ["name", "timeout", "awaitSnapshot", "state", "snapshot", "offsetsReset", "__provider"] as const
        ).some((k) => olds[k] !== news[k]) ||
        (news.state === "running" && (olds.pending ?? []).length > 0),
      replaces: olds.name === news.name ? [] : ["name"],
      // Two connectors must not read with one server id, nor write to the same topics.
      deleteBeforeReplace: true,
    });
  },

  create: async (given) => {
    const inputs = withDefaults(given);
    const deadline = Date.now() + inputs.timeout * 1000;
    const found = await client.getConfig(inputs.url, inputs.name, deadline);
    if (found && inputs.onExisting !== "adopt" && !client.sameConfig(found, inputs.config)) {
      throw new Error(
        `connector '${inputs.name}' already exists at ${[inputs.url].flat().join(" or ")} with another configuration; ` +
          'set onExisting: "adopt" to take it over, or delete it first',
      );
    }
    const changed = await configure(inputs, found, deadline);
    return { id: inputs.name, outs: await finish(inputs, { changed, tables: [] }, deadline) };
  },

  update: async (_id, before, after) => {
    const [olds, news] = [withDefaults(before), withDefaults(after)];
    const deadline = Date.now() + news.timeout * 1000;
    const found = await client.getConfig(news.url, news.name, deadline);
    const reset = found && news.offsetsReset > olds.offsetsReset;
    if (reset) await client.setState(news.url, news.name, "stopped", deadline);
    const changed = await configure(news, found, deadline);
    const unfinished = { ...news, offsetsReset: reset ? olds.offsetsReset : news.offsetsReset };
    if (reset) {
      await keepInState(news.name, unfinished, () => client.resetOffsets(news.url, news.name, deadline));
    }
    const tables = found && !startsAfresh(olds, news) ? tablesToRead(olds, news) : [];
    return { outs: await finish(news, { changed, tables }, deadline) };
  },

  read: async (id, props) => {
    if (!props) throw new Error(`connector '${id}' cannot be read without its state`);
    const deadline = Date.now() + 30_000;
    const config = await client.getConfig(props.url, id, deadline);
    if (!config) return { id: "" };
    const state = stateOf(await client.getStatus(props.url, id, deadline));
    const { offsets, pending, ...inputs } = { ...props, config, state };
    return { id, props: { ...inputs, offsets, pending }, inputs };
  },

  delete: async (id, props) => {
    await client.remove(props.url, id, Date.now() + props.timeout * 1000);
  },
};

/** What Pulumi's host of dynamic providers calls in the stored code. */
export const handler = () => {
  endWithEngine();
  return connectorProvider;
};

/** Lets Connect store the configuration, when it does not yet; whether a connector that was there got another one. */
async function configure(
  { url, name, config, state }: Inputs,
  found: client.ConnectorConfig | undefined,
  deadline: number,
): Promise<boolean> {
  if (found && client.sameConfig(found, config)) return false;
  if (found || state === "running") await client.putConfig(url, name, config, deadline);
  else await client.createIdle(url, name, config, state, deadline);
  return found !== undefined;
}

/**
 * Until the connector does what is wanted and the tables are read. What is left to do when that fails stays in the state, so
 * that the next `up` does it.
 */
async function finish(
  inputs: Inputs,
  { changed, tables }: { changed: boolean; tables: string[] },
  deadline: number,
): Promise<Inputs> {
  const { url, name, config } = inputs;
  let offsets: Record<string, unknown>[] = [];
  await keepInState(name, { ...inputs, pending: tables }, async () => {
    await client.awaitStored(url, name, config, deadline);
    await reachState(inputs, deadline, { changed });
    if (inputs.state === "running") {
      if (inputs.awaitSnapshot) await awaitSnapshot(inputs, deadline);
      if (tables.length > 0) await readTables(inputs, tables, deadline);
    }
    offsets = await client.getOffsets(url, name, deadline);
  });
  return { ...inputs, pending: inputs.state === "running" ? [] : tables, offsets };
}
