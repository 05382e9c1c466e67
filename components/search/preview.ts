import { compareDefinitions } from "./changes";
import { countDocuments } from "./client";
import { pollerState } from "./poller-state";
import { look, type KnownIndex, type WantedIndex } from "./reconcile";
import { describeLeftovers, describeStep, describeUnasked } from "./sentences";

/** Milliseconds in which a search engine that is there answers; one that is busy may take longer. */
const PATIENCE = 1000;

/** What a preview says and what it found to be put right. */
export interface Foresight {
  /** For the reader: what happens to the index. */
  sentences: string[];
  /** What the state does not know of, so that nothing else would make an update. */
  repair: string[];
}

/** Looks ahead: what an `up` would do to the index, as far as the engine answers. Changes nothing. */
export async function foresee(known: KnownIndex, wanted: WantedIndex): Promise<Foresight> {
  const planned = known.definition && compareDefinitions(known.definition, wanted.definition);
  try {
    return await askAhead(known, wanted, planned?.kind === "same");
  } catch (error) {
    const unasked = planned && describeUnasked(wanted.series, planned, (error as Error).message);
    return { sentences: unasked === undefined ? [] : [unasked], repair: [] };
  }
}

async function askAhead(known: KnownIndex, wanted: WantedIndex, unchanged: boolean): Promise<Foresight> {
  const deadline = Date.now() + PATIENCE;
  const { step, live } = await look(known, wanted, deadline);
  if (!live) return { sentences: [], repair: [] };
  const documents = step.kind === "rebuild" ? await countDocuments(wanted.url, live.name, deadline) : 0;
  const state = await pollerState(wanted.url, live.name, deadline);
  const sentence = describeStep(step, documents);
  const main = sentence === undefined ? [] : [sentence];
  const found = [
    ...describeLeftovers(step.leftovers),
    ...(state === "blocked" ? [`index '${live.name}' waits at a message that it cannot take`] : []),
  ];
  // A changed definition makes an update by itself.
  return { sentences: [...main, ...found], repair: [...(unchanged ? main : []), ...found] };
}
