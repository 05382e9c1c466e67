import { setTimeout as pause } from "node:timers/promises";
import type { Shard } from "../environment";
import { Session } from "../mysql-session";
import { nextChanges, ROWS, type OwnRows } from "./changes";
import { seeded } from "./random";

/** Milliseconds between two batches of changes of a shard. */
const TICK = 100;
/** Milliseconds after which a shard that does not answer is connected to anew. */
const PATIENCE = 5_000;
/** Milliseconds after which it is tried again. */
const PAUSE = 500;
/** Between the seeds of two shards, so that the next round's are not theirs. */
const SEED_STEP = 1_000_003;

/**
 * Inserts, updates and deletes rows of `products.products` in all shards, at a steady rate, until it is stopped. It begins with
 * deleting what another load has left. The
 * statements follow from the seed; how many of them are carried out while a shard is down does not.
 */
export class Load {
  private running = true;
  private committed = 0;
  private readonly done: Promise<unknown>;

  /** @param rate - changes a second, of all shards together. */
  constructor(shards: readonly Pick<Shard, "container">[], rate: number, seed: number) {
    const batch = Math.max(1, Math.round((rate * TICK) / 1000 / shards.length));
    this.done = Promise.all(
      shards.map((shard, number) => this.write(shard, batch, seed + number * SEED_STEP)),
    );
  }

  /** Changes that MySQL said it has committed. */
  get changes(): number {
    return this.committed;
  }

  /** Ends the writing. @returns the changes that were committed. */
  async stop(): Promise<number> {
    this.running = false;
    await this.done;
    return this.committed;
  }

  private async write(shard: Pick<Shard, "container">, batch: number, seed: number): Promise<void> {
    const random = seeded(seed);
    const rows: OwnRows = {
      prefix: `${ROWS}${Date.now().toString(36)}`,
      written: 0,
      there: [],
    };
    let session: Session | undefined;
    let first = `DELETE FROM products.products WHERE sku LIKE '${ROWS}%';`;
    while (this.running) {
      const started = performance.now();
      try {
        session ??= new Session(shard.container);
        await session.run(`${first}\n${nextChanges(random, rows, batch).join("\n")}`, PATIENCE);
        first = "";
        this.committed += batch;
      } catch {
        // The shard is what is being broken: the next batch finds out whether it is back.
        await session?.close();
        session = undefined;
        await pause(PAUSE);
      }
      await pause(Math.max(0, TICK - (performance.now() - started)));
    }
    await session?.close();
  }
}
