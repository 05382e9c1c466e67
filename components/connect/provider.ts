import type * as pulumi from "@pulumi/pulumi";
import { poll, retry, type Urls } from "../rest";
import { keepInState } from "../dynamic";
import * as client from "./client";
import { failureTrace, snapshotIsOver, stateOf } from "./rules";

interface Inputs {
  url: Urls;
  name: string;
  config: client.ConnectorConfig;
  awaitSnapshot: boolean;
  timeout: number;
  state: string;
  __provider?: string;
}

/** Thin: asks the REST client, decides by the rules. Its code is stored in the state, so it must read what older code wrote. */
export const connectorProvider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = {
  diff: (_id, olds, news) =>
    Promise.resolve({
      changes:
        !client.sameConfig(olds.config, news.config) ||
        (["url", "name", "timeout", "awaitSnapshot", "state", "__provider"] as const).some(
          (k) => olds[k] !== news[k],
        ),
      replaces: olds.name === news.name ? [] : ["name"],
      deleteBeforeReplace: false,
    }),

  create: async (inputs) => {
    const deadline = Date.now() + inputs.timeout * 1000;
    await client.putConfig(inputs.url, inputs.name, inputs.config, deadline);
    await keepInState(inputs.name, inputs, async () => {
      await client.awaitStored(inputs.url, inputs.name, inputs.config, deadline);
      await awaitRunning(inputs, deadline);
      if (inputs.awaitSnapshot) await awaitSnapshot(inputs, deadline);
    });
    return { id: inputs.name, outs: inputs };
  },

  update: async (_id, _olds, news) => {
    const deadline = Date.now() + news.timeout * 1000;
    const stored = await client.getConfig(news.url, news.name, deadline);
    if (!stored || !client.sameConfig(stored, news.config)) {
      await client.putConfig(news.url, news.name, news.config, deadline);
      await client.awaitStored(news.url, news.name, news.config, deadline);
    }
    await keepInState(news.name, news, () => awaitRunning(news, deadline));
    return { outs: news };
  },

  read: async (id, props) => {
    if (!props) throw new Error(`connector '${id}' cannot be read without its state`);
    const deadline = Date.now() + 30_000;
    const config = await client.getConfig(props.url, id, deadline);
    if (!config) return { id: "" };
    const state = stateOf(await client.getStatus(props.url, id, deadline));
    const live = { ...props, config, state };
    return { id, props: live, inputs: live };
  },

  delete: async (id, props) => {
    await client.remove(props.url, id, Date.now() + props.timeout * 1000);
  },
};

/** Until connector and tasks run. What is paused is resumed; what FAILED is restarted once. */
async function awaitRunning({ url, name }: Inputs, deadline: number): Promise<void> {
  let restart: "none" | "asked" | "seen" = "none";
  await poll({
    what: `connector '${name}' and its task to be RUNNING`,
    deadline,
    attempt: async () => {
      const status = await client.getStatus(url, name, deadline);
      const state = stateOf(status);
      if (state === "running") return true;
      if (state === "paused" || state === "stopped") await client.resume(url, name, deadline);
      if (state !== "failed" || !status) {
        restart = restart === "asked" ? "seen" : restart;
        return undefined;
      }
      if (restart === "seen") throw new Error(`connector '${name}' FAILED: ${failureTrace(status)}`);
      if (restart === "none") await client.restartFailed(url, name, deadline);
      restart = "asked"; // the old FAILED is still shown until the worker has begun
      throw retry(failureTrace(status));
    },
  });
}

async function awaitSnapshot({ url, name }: Inputs, deadline: number): Promise<void> {
  await poll({
    what: `connector '${name}' to finish its snapshot`,
    deadline,
    attempt: async () => {
      const status = await client.getStatus(url, name, deadline);
      if (status && stateOf(status) === "failed") {
        throw new Error(`connector '${name}' FAILED in its snapshot: ${failureTrace(status)}`);
      }
      return snapshotIsOver(await client.getOffsets(url, name, deadline)) ? true : undefined;
    },
  });
}
