import { getStatus } from "../connect/client";
import { getGenerations } from "../search/client";
import { currentGeneration } from "../search/generations";
import { watchForBlocks, type BlockWatch } from "../search/ingestion";
import { getPollers } from "../search/ingestion-client";
import type { Observation, Seen, SeenSeries } from "./observation";
import type { WatchedShard, WatcherSettings } from "./settings";
import { readTopics, type Kcat } from "./topics";

/** Milliseconds for which one question is asked again before its service counts as silent. */
export const PATIENCE = 5000;

/** Looks at the services, again and again; remembers for how long a poller stands still. */
export class Observer {
  private readonly watches = new Map<string, BlockWatch>();

  constructor(
    private readonly settings: WatcherSettings,
    private readonly kcat: Kcat,
  ) {}

  async look(): Promise<Observation> {
    const { shards, connectUrl, bootstrapServers } = this.settings;
    const indexes = shards.flatMap((shard) => shard.indexes);
    const topics = shards.flatMap((shard) => [
      shard.historyTopic,
      ...shard.indexes.map(({ topic }) => topic),
    ]);
    const observation: Observation = {
      connectors: {},
      series: {},
      topics: await attempt(() => readTopics(this.kcat, bootstrapServers, topics)),
    };
    for (const { connector } of shards)
      observation.connectors[connector] = await attempt(() => getStatus(connectUrl, connector, soon()));
    for (const index of indexes)
      observation.series[index.series] = await attempt(() => this.seeSeries(index));
    return observation;
  }

  private async seeSeries({ series, alias }: WatchedShard["indexes"][number]): Promise<SeenSeries> {
    const { searchUrl } = this.settings;
    const generations = await getGenerations(searchUrl, series, soon());
    const index = currentGeneration(generations, alias, {})?.name;
    const live = generations.find(({ name }) => name === index);
    const seen = { index, generations: generations.length, pollers: [], blocked: [], readOnly: false };
    if (!live) return seen;
    const pollers = await getPollers(searchUrl, live.name, soon());
    const watch = this.watches.get(live.name) ?? watchForBlocks();
    this.watches.set(live.name, watch);
    const blocked = watch(pollers, Date.now()).blocked.filter(({ paused }) => !paused);
    const readOnly = live.settings["index.blocks.read_only_allow_delete"] === "true";
    return { ...seen, pollers, blocked, readOnly };
  }
}

function soon(): number {
  return Date.now() + PATIENCE;
}

async function attempt<T>(work: () => Promise<T>): Promise<Seen<T>> {
  try {
    return { seen: await work() };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
