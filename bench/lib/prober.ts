import { Agent } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import axios, { type AxiosInstance } from "axios";
import { checkInterruption } from "../../toolchain/lib/process";

/** A change that became visible to searches. Times are those of one monotonic clock, in ms. */
export interface Sample {
  readonly kind: string;
  /** Right after COMMIT returned. */
  readonly committed: number;
  /** When the first search had answered that shows it. */
  readonly visible: number;
}

/** A change that is looked for: a `sku` that has to appear, or to be gone. */
export interface Expected {
  readonly kind: string;
  readonly sku: string;
  readonly gone: boolean;
  readonly committed: number;
}

/** What is looked for in one search: an index gives no more than 10,000 hits. */
const AT_ONCE = 5000;

/** What is late already may be seen this part of its age later than it could be. */
const COARSE = 1 / 50;

/**
 * Milliseconds from one search to the next, given those of a change that has just been committed and the age of the oldest that is
 * looked for. A search for all that is missing costs the engine the more the more that is: each 20 ms while a reader is away, it took
 * a third of the processor that the reader needed to come back. Pure.
 */
export function searchEvery(interval: number, oldest: number): number {
  return Math.max(interval, oldest * COARSE);
}

/**
 * Searches an index again and again, each time for everything that is still looked for. The resolution is the time between two
 * answers: what `searchEvery` says, or what a search takes, if that is more.
 */
export class Prober {
  readonly samples: Sample[] = [];
  /** Milliseconds between two answers. */
  readonly intervals: number[] = [];
  private readonly expected = new Map<string, Expected>();
  private readonly client: AxiosInstance;
  private readonly agent = new Agent({ keepAlive: true });
  private over = false;
  private readonly probing: Promise<void>;

  /** `interval` is that of `searchEvery`. */
  constructor(
    url: string,
    private readonly index: string,
    private readonly interval: number,
  ) {
    this.client = axios.create({ baseURL: url, httpAgent: this.agent, timeout: 30_000 });
    this.probing = this.probe();
    // Reported by `stop`.
    this.probing.catch(() => undefined);
  }

  /** Looks for a change from now on. */
  expect(change: Expected): void {
    this.expected.set(change.sku, change);
  }

  /** Waits until everything that is looked for was seen. Gives what was not, at the deadline. */
  async allSeen(milliseconds: number): Promise<number> {
    const deadline = performance.now() + milliseconds;
    while (this.expected.size > 0 && !this.over && performance.now() < deadline) {
      checkInterruption();
      await pause(20);
    }
    return this.expected.size;
  }

  /** Forgets what is looked for and was seen. */
  clear(): void {
    this.expected.clear();
    this.samples.length = 0;
    this.intervals.length = 0;
  }

  async stop(): Promise<void> {
    this.over = true;
    await this.probing;
    this.agent.destroy();
  }

  private async probe(): Promise<void> {
    let last: number | undefined;
    while (!this.over) {
      const started = performance.now();
      if (this.expected.size > 0) {
        const answered = await this.look();
        if (answered !== undefined && last !== undefined) this.intervals.push(answered - last);
        last = answered;
      } else last = undefined;
      // In the order of their commits.
      const [oldest] = this.expected.values();
      const every = searchEvery(this.interval, oldest ? started - oldest.committed : 0);
      await pause(Math.max(1, every - (performance.now() - started)));
    }
  }

  /** One search; gives when it had answered. */
  private async look(): Promise<number | undefined> {
    const asked = [...this.expected.values()].slice(0, AT_ONCE);
    const query = { terms: { sku: asked.map(({ sku }) => sku) } };
    const body = {
      size: asked.length,
      _source: false,
      docvalue_fields: ["sku"],
      track_total_hits: false,
      query,
    };
    const found = await this.search(body);
    if (!found) {
      await pause(50);
      return undefined;
    }
    const visible = performance.now();
    for (const { sku, gone, kind, committed } of asked) {
      if (found.has(sku) === gone) continue;
      this.samples.push({ kind, committed, visible });
      this.expected.delete(sku);
    }
    return visible;
  }

  private async search(body: object): Promise<Set<string> | undefined> {
    interface Answer {
      _shards: { failed: number };
      hits: { hits: { fields: { sku: [string] } }[] };
    }
    try {
      const { data } = await this.client.post<Answer>(`/${this.index}/_search`, body);
      // An index that is being opened again misses in the answer: its rows are not gone.
      if (data._shards.failed > 0) return undefined;
      return new Set(data.hits.hits.map(({ fields }) => fields.sku[0]));
    } catch {
      return undefined;
    }
  }
}
