import { watchForBlocks, type BlockWatch } from "../search/block-watch";
import { readPollers, type IngestionState, type IngestionStats } from "../search/ingestion-client";
import { inChunks, indexUrls, NO_ANSWER, pollerUrls, seriesIn, statusesUrl, statusIn } from "./answers";
import type { Observation, Seen, SeenSeries, SeenTopics } from "./observation";
import type { WatchedShard, WatcherSettings } from "./settings";
import { readTopics, type Kcat } from "./topics";

/** How the watcher asks. Each call starts one process, which costs some milliseconds of processor time: few calls. */
export interface Senses {
  /** Asks all URLs, and gives for each the body, or why there is none. */
  get: (urls: readonly string[]) => Promise<Seen<unknown>[]>;
  kcat: Kcat;
}

/** Milliseconds for which what Kafka said of the topics is taken for granted: what happens to them no restart cures. */
const TOPICS_AGE = 30_000;

/** Looks at the services, again and again; remembers for how long a poller stands still. */
export class Observer {
  /** By index. */
  private watches = new Map<string, BlockWatch>();
  /** The indexes that served at the last look. */
  private serving: readonly string[] = [];
  private topics: { of: string; at: number; seen: Seen<SeenTopics> } | undefined;

  constructor(
    private readonly settings: WatcherSettings,
    private readonly senses: Senses,
  ) {}

  async look(shards: readonly WatchedShard[], now: number): Promise<Observation> {
    const [connectors, series] = await this.lookAtServices(shards, now);
    return { connectors, series, ...(await this.lookAtTopics(shards, now)) };
  }

  /**
   * The engine tells of pollers only by the names of indexes, without wildcards. So those of the last look are asked for together with
   * what serves now, and only where these differ once more.
   */
  private async lookAtServices(
    shards: readonly WatchedShard[],
    now: number,
  ): Promise<[Observation["connectors"], Observation["series"]]> {
    const { connectUrl, searchUrl } = this.settings;
    const indexes = shards.flatMap((shard) => shard.indexes);
    const chunks = inChunks(indexes);
    const [statuses = NO_ANSWER, ...answers] = await this.senses.get([
      statusesUrl(connectUrl),
      ...indexUrls(searchUrl, indexes),
      ...pollerUrls(searchUrl, this.serving),
    ]);
    const series = chunks.flatMap((chunk, i) =>
      chunk.map((index) => [index.series, seriesIn(answers[i] ?? NO_ANSWER, index)] as const),
    );
    const serving = series.flatMap(([, one]) => ("seen" in one ? (one.seen.index ?? []) : []));
    const asExpected = serving.join() === this.serving.join();
    this.serving = serving;
    const urls = pollerUrls(searchUrl, serving);
    const told = asExpected || urls.length === 0 ? answers.slice(chunks.length) : await this.senses.get(urls);
    return [
      Object.fromEntries(shards.map(({ connector }) => [connector, statusIn(statuses, connector)])),
      this.withPollers(Object.fromEntries(series), serving, told, now),
    ];
  }

  /** Adds how the pollers of those indexes do that serve, by the answers to `pollerUrls` of these. */
  private withPollers(
    series: Record<string, Seen<SeenSeries>>,
    serving: readonly string[],
    answers: readonly Seen<unknown>[],
    now: number,
  ): Record<string, Seen<SeenSeries>> {
    const chunks = inChunks(serving);
    const before = this.watches;
    this.watches = new Map(serving.map((name) => [name, before.get(name) ?? watchForBlocks()]));
    const complete = (one: Seen<SeenSeries>): Seen<SeenSeries> => {
      if ("error" in one || one.seen.index === undefined) return one;
      const { index } = one.seen;
      const at = chunks.findIndex((names) => names.includes(index)) * 2;
      const [state = NO_ANSWER, stats = NO_ANSWER] = answers.slice(at);
      if ("error" in state) return state;
      if ("error" in stats) return stats;
      const pollers = readPollers(index, state.seen as IngestionState, stats.seen as IngestionStats);
      const blocked =
        this.watches
          .get(index)?.(pollers, now)
          .blocked.filter(({ paused }) => !paused) ?? [];
      return { seen: { ...one.seen, pollers, blocked } };
    };
    return Object.fromEntries(Object.entries(series).map(([name, one]) => [name, complete(one)]));
  }

  private async lookAtTopics(
    shards: readonly WatchedShard[],
    now: number,
  ): Promise<Pick<Observation, "topics" | "topicsAreNew">> {
    const partitions = Object.fromEntries(
      shards.flatMap(({ historyTopic, indexes }) => [
        [historyTopic, 1],
        ...indexes.map(({ topic, partitions }) => [topic, partitions]),
      ]),
    ) as Record<string, number>;
    const of = JSON.stringify([partitions, shards.map(({ recovery }) => recovery)]);
    if (this.topics?.of === of && now < this.topics.at + TOPICS_AGE)
      return { topics: this.topics.seen, topicsAreNew: false };
    const topics = await readTopics(this.senses.kcat, this.settings.bootstrapServers, partitions).then(
      (seen): Seen<SeenTopics> => ({ seen }),
      (error: unknown): Seen<SeenTopics> => ({ error: (error as Error).message }),
    );
    this.topics = { of, at: now, seen: topics };
    return { topics, topicsAreNew: true };
  }
}
