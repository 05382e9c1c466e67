import { isDeepStrictEqual } from "node:util";
import type * as pulumi from "@pulumi/pulumi";
import { poll, retry, type Urls } from "../rest";
import { keepInState } from "../dynamic";
import * as client from "./client";
import { hasCaughtUp, isBlocked, LAG_UPDATE_INTERVAL, progress } from "./rules";
import type { IndexDefinition } from "./settings";

interface Inputs {
  url: Urls;
  index: string;
  alias: string;
  definition: IndexDefinition;
  timeout: number;
  state: string;
  __provider?: string;
}

/** Thin: asks the REST client. Its code is stored in the state, so it must read what older code wrote. */
export const searchIndexProvider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = {
  diff: (_id, olds, news) => {
    const rebuilt = isDeepStrictEqual(olds.definition, news.definition) ? [] : ["definition"];
    const replaces = [...rebuilt, ...(olds.index === news.index ? [] : ["index"])];
    const changes =
      replaces.length > 0 ||
      (["url", "alias", "timeout", "state", "__provider"] as const).some((key) => olds[key] !== news[key]);
    // The new one has the old one's name; its topic holds every row.
    return Promise.resolve({ changes, replaces, deleteBeforeReplace: true });
  },

  create: async (inputs) => {
    const deadline = Date.now() + inputs.timeout * 1000;
    await client.createIndex(inputs.url, inputs.index, inputs.definition, deadline);
    await keepInState(inputs.index, inputs, () => awaitCaughtUp(inputs, deadline));
    return { id: inputs.index, outs: inputs };
  },

  update: async (_id, _olds, news) => {
    const deadline = Date.now() + news.timeout * 1000;
    const aliases = await client.getAliases(news.url, news.index, deadline);
    if (!aliases) throw new Error(`index '${news.index}' is gone; run 'pulumi refresh', then 'pulumi up'`);
    if (!aliases.includes(news.alias)) await client.addAlias(news.url, news.index, news.alias, deadline);
    const ingestion = await client.getIngestion(news.url, news.index, deadline);
    if (ingestion.paused) await client.resumeIngestion(news.url, news.index, deadline);
    await keepInState(news.index, news, () => awaitCaughtUp(news, deadline));
    return { outs: news };
  },

  read: async (id, props) => {
    if (!props) throw new Error(`index '${id}' cannot be read without its state`);
    const deadline = Date.now() + 30_000;
    const aliases = await client.getAliases(props.url, id, deadline);
    if (!aliases) return { id: "" };
    const { paused } = await client.getIngestion(props.url, id, deadline);
    const alias = aliases.includes(props.alias) ? props.alias : aliases.join(",");
    const live = { ...props, alias, state: paused ? "paused" : "following" };
    return { id, props: live, inputs: live };
  },

  delete: async (id, props) => {
    await client.deleteIndex(props.url, id, Date.now() + props.timeout * 1000);
  },
};

/** Until the pollers have processed what the topic held, and a search sees it. */
async function awaitCaughtUp({ url, index }: Inputs, deadline: number): Promise<void> {
  let last = "";
  let lastChange = Date.now();
  await poll({
    what: `index '${index}' to catch up with its topic`,
    deadline,
    attempt: async () => {
      const ingestion = await client.getIngestion(url, index, deadline);
      const now = progress(ingestion);
      if (now !== last) lastChange = Date.now();
      last = now;
      const quiet = Date.now() - lastChange;
      if (isBlocked(ingestion, quiet)) {
        throw new Error(
          `index '${index}' is blocked after ${ingestion.failed} failed attempts: ${now}; the search engine's log has the cause`,
        );
      }
      if (!hasCaughtUp(ingestion)) throw retry(now);
      // A topic that seems empty may be one whose lag is not yet known.
      return ingestion.polled > 0 || quiet >= LAG_UPDATE_INTERVAL ? true : undefined;
    },
  });
  await client.refresh(url, index, deadline);
}
