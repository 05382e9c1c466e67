import type { Inputs } from "../connect/inputs";
import { connectorSettings } from "../connect/settings";
import { devPlan } from "./fixtures";

/** Inputs of a connector `c`, configured as that of the default stack's first shard, with changes. */
export function connectorInputs(changes: Partial<Inputs> = {}): Inputs {
  const [shard] = devPlan().shards;
  if (!shard) throw new Error("the default stack has no shard");
  return {
    url: "http://localhost:8083",
    name: "c",
    config: connectorSettings(shard),
    awaitSnapshot: true,
    timeout: 300,
    state: "running",
    onExisting: "fail",
    restarts: 3,
    snapshot: 0,
    offsetsReset: 0,
    acceptLoss: [],
    signal: { bootstrapServers: "localhost:9092" },
    records: "search",
    ...changes,
  };
}
