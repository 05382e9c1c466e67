import type { ConnectorStatus } from "../connect/client";
import type { Poller } from "../search/ingestion";

/** A service's answer, or why there is none. */
export type Seen<T> = { seen: T } | { error: string };

/** Status of a connector; undefined when Connect has none of that name. */
export type SeenConnector = Seen<ConnectorStatus | undefined>;

/** A series of indexes, as it is served. */
export interface SeenSeries {
  /** The generation that serves; undefined when there is none. */
  index?: string;
  /** More than one while another is built. */
  generations: number;
  pollers: Poller[];
  /** Pollers that wait at a message. */
  blocked: Poller[];
  /** The engine lets nothing be written: its disk is at the flood stage. */
  readOnly: boolean;
}

/** First and next offset of a partition. */
export interface Offsets {
  first: number;
  end: number;
}

/** Topics with their partitions. One that is not there has no entry. */
export type SeenTopics = Record<string, Offsets[]>;

/** What the watcher saw at one look. */
export interface Observation {
  connectors: Record<string, SeenConnector>;
  series: Record<string, Seen<SeenSeries>>;
  topics: Seen<SeenTopics>;
  /** Whether Kafka was asked for the topics now, after the search engine. */
  topicsAreNew: boolean;
}
