import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished } from "vitest";
import { eventually } from "./run";
import { type TestStack } from "./stack";

/** Inserts rows into a shard's products, one after the other, until it is stopped. */
export class Writer {
  private running = true;
  private written = 0;
  private readonly done: Promise<void>;

  constructor(
    private readonly stack: TestStack,
    private readonly shard: string,
    /** Begins the rows' `sku`, which no other writer's may. */
    private readonly prefix = "W",
  ) {
    this.done = this.write();
    // An insert that fails is reported by `stop`, which may be asked for later.
    this.done.catch(() => undefined);
  }

  /** Ends the writing with the test that is running, also when it fails: what follows counts rows. */
  duringTest(): this {
    onTestFinished(() => this.stop());
    return this;
  }

  /** Until this many more rows are committed: something happens "under writes" only when there are some. */
  async more(rows: number): Promise<void> {
    const before = this.written;
    await eventually(`${rows} more rows`, () => {
      const rowsSince = this.written - before;
      return rowsSince < rows ? Promise.reject(new Error(`${rowsSince} rows`)) : Promise.resolve();
    });
  }

  /** Ends the writing, and fails when an insert has failed. */
  async stop(): Promise<void> {
    this.running = false;
    await this.done;
  }

  /** Ends the writing, and waits for all rows in the index. */
  async allArrived(): Promise<void> {
    await this.stop();
    await eventually("every row", async () => {
      const query = { size: 0, query: { prefix: { sku: `${this.prefix}-` } } };
      expect((await this.stack.search("products", query)).total).toBe(this.written);
    });
  }

  private async write(): Promise<void> {
    const session = this.stack.session(this.shard);
    while (this.running) {
      const sku = `${this.prefix}-${this.written}`;
      await session.run(
        `INSERT INTO products.products (sku, name, price, updated_at) VALUES ('${sku}', 'row', 1, NOW(6));`,
      );
      this.written += 1;
      // Leaves the processor to what is tested.
      await pause(200);
    }
    await session.close();
  }
}
