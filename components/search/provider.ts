import { isDeepStrictEqual } from "node:util";
import type * as pulumi from "@pulumi/pulumi";
import { endWithEngine } from "../dynamic/end-with-engine";
import { keepInState } from "../dynamic/keep-in-state";
import { without } from "../objects";
import { getGenerations } from "./client";
import { fingerprint } from "./definition";
import { handChanges, type Observed } from "./drift";
import { currentGeneration, seriesOf } from "./generations";
import { pollerState } from "./poller-state";
import { foresee } from "./preview";
import { reconcile, removeSeries, type WantedIndex } from "./reconcile";

/** What the program asks for. */
export interface Inputs extends WantedIndex {
  timeout: number;
  /** What is wanted: `following`. After a refresh what was seen. */
  state: string;
  /** What a look at the search engine found to be put right, in words. */
  repair?: string[];
  __provider?: string;
}

/** What the state keeps. */
export interface Outputs extends Inputs {
  /** Name of the index that serves. */
  index: string;
  observed?: Observed;
  /** What somebody changed by hand, as of the last refresh. */
  drift: string[];
}

/** State as older code wrote it: one index, its name in `index`. */
export function fromState(id: string, state: Partial<Outputs>): Outputs {
  const index = state.index ?? id;
  const defaults = { index, series: seriesOf(index), skip: [], drift: [] };
  return { ...defaults, ...state } as Outputs;
}

/** Thin: asks the clients, decides by the rules. Its code is stored in the state, so it must read what older code wrote. */
export const searchIndexProvider: pulumi.dynamic.ResourceProvider<Inputs, Outputs> = {
  check: async (olds: Partial<Outputs>, news) => {
    const { series } = news;
    if (!/^[a-z0-9][a-z0-9._-]*$/.test(series)) {
      const reason = `'${series}' cannot be the name of indexes: use lower-case letters, digits, '.', '_' and '-'`;
      return { inputs: news, failures: [{ property: "series", reason }] };
    }
    if (olds.definition === undefined) return { inputs: news };
    const { sentences, repair } = await foresee(fromState("", olds), news);
    for (const sentence of sentences) console.log(sentence);
    return { inputs: repair.length > 0 ? { ...news, repair } : news };
  },

  diff: (id, olds, news) => {
    const old = fromState(id, olds);
    const replaces = old.series === news.series ? [] : ["series"];
    const keys = ["url", "alias", "skip", "bootstrapServers", "timeout", "state", "__provider"] as const;
    const changes =
      replaces.length > 0 ||
      old.drift.length > 0 ||
      news.repair !== undefined ||
      fingerprint(old.definition) !== fingerprint(news.definition) ||
      keys.some((key) => !isDeepStrictEqual(old[key], news[key]));
    // One series after the other: under the alias their documents would be found twice.
    return Promise.resolve({ changes, replaces, deleteBeforeReplace: true });
  },

  create: async (inputs) => {
    const deadline = Date.now() + inputs.timeout * 1000;
    let made: Pick<Outputs, "index" | "observed"> = { index: "" };
    await keepInState(inputs.series, { ...inputs, drift: [] }, async () => {
      made = await reconcile({}, inputs, deadline);
    });
    return { id: inputs.series, outs: { ...inputs, ...made, drift: [] } };
  },

  // An error leaves the state as it was: the next `up` sees the difference again and goes on.
  update: async (id, olds, news) => {
    const wanted = without(news, "repair");
    const made = await reconcile(fromState(id, olds), wanted, Date.now() + news.timeout * 1000);
    return { outs: { ...wanted, ...made, drift: [] } };
  },

  read: async (id, props) => {
    if (!props) throw new Error(`index '${id}' cannot be read without its state`);
    const state = fromState(id, props);
    const deadline = Date.now() + 30_000;
    const generations = await getGenerations(state.url, state.series, deadline);
    const live = generations.find(
      ({ name }) => name === currentGeneration(generations, state.alias, state)?.name,
    );
    if (!live) return { id: "" };
    const remembered = live.name === state.index ? state.observed : undefined;
    const seen = {
      alias: live.aliases.includes(state.alias) ? state.alias : live.aliases.join(","),
      state: await pollerState(state.url, live.name, deadline),
      drift: handChanges(remembered, live).reasons,
    };
    const now = { ...state, ...seen, index: live.name };
    return { id, props: now, inputs: asInputs(now) };
  },

  delete: async (id, props) => {
    const { url, series, timeout } = fromState(id, props);
    await removeSeries(url, series, Date.now() + timeout * 1000);
  },
};

/** What Pulumi's host of dynamic providers calls in the stored code. */
export const handler = () => {
  endWithEngine();
  return searchIndexProvider;
};

/** What of the state counts as asked for. Drift is in it only when there is some, so that the next update shows it. */
function asInputs(state: Outputs): Outputs {
  const inputs = without(state, "observed", "repair", "index");
  return (state.drift.length > 0 ? inputs : without(inputs, "drift")) as Outputs;
}
