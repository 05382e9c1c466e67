import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { checkInterruption } from "../../toolchain/lib/process";
import type { Table } from "./database";
import type { Expected } from "./prober";

/** What a change does. */
export type Kind = "insert" | "update" | "delete";

/** Of twenty changes these many are of each kind: what an application does, more or less. */
const MIX: readonly Kind[] = (["insert", "update", "delete"] as const).flatMap((kind) =>
  Array<Kind>({ insert: 10, update: 7, delete: 3 }[kind]).fill(kind),
);

/** Milliseconds that a row is left alone: what happened to it before is then visible, even where the index is far behind. */
const LEFT_ALONE = 60_000;

/** Changes under way in all shards; more wait, and the rate is not reached. */
const UNDER_WAY = 64;

/** The kind of the n-th change, well mixed. Pure. */
export function kindOf(n: number): Kind {
  // 7 and 20 have no common factor: each of the twenty comes once in twenty changes.
  return MIX[(n * 7) % MIX.length] ?? "insert";
}

interface Row {
  readonly id: number;
  readonly sku: string;
  readonly since: number;
}

/** What a steady load did. */
export interface Written {
  /** Changes per second that were committed. */
  readonly rate: number;
  readonly changes: number;
  /** Changes that MySQL refused, as while it is killed. */
  readonly refused: number;
  /** How late the harness itself was, in ms: 99 of 100 times less. */
  readonly harnessDelay: number;
}

/** Writes inserts, updates and deletes to all shards at a steady rate, each in a transaction of its own. */
export class Load {
  private readonly rows: Row[][];
  private number = 0;
  private readonly run = `${process.pid.toString(36)}${Date.now().toString(36)}`;

  constructor(private readonly tables: readonly Table[]) {
    this.rows = tables.map(() => []);
  }

  /** Writes rows that may be changed later. */
  async seed(perShard: number): Promise<void> {
    await Promise.all(
      this.tables.map(async (table, shard) => {
        const rows = await table.insertMany(`${this.run}-seed${shard}`, perShard);
        // Before what was inserted meanwhile: the first is changed first.
        this.rows[shard]?.unshift(...rows.map((row) => ({ ...row, since: -LEFT_ALONE })));
      }),
    );
  }

  /** One insert in the n-th shard; gives it as it is looked for. */
  async insertOne(n: number): Promise<Expected> {
    return await this.change("insert", n % this.tables.length);
  }

  /**
   * Changes rows for some seconds. Some of the changes, about `looked` per second, are handed to `onChange`.
   */
  async write(
    rate: number,
    seconds: number,
    onChange: (change: Expected) => void,
    looked = 100,
  ): Promise<Written> {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const underWay = new Set<Promise<void>>();
    let [changes, refused] = [0, 0];
    const started = performance.now();
    for (let n = 0; n < rate * seconds; n += 1) {
      // By the clock, not one after the other: a slow moment is caught up with.
      const due = started + (n * 1000) / rate;
      if (due - performance.now() > 1) await pause(due - performance.now());
      if (performance.now() - started > seconds * 1000) break;
      while (underWay.size >= UNDER_WAY) await Promise.race(underWay);
      const one = this.change(kindOf(n), n % this.tables.length).then(
        (change) => {
          changes += 1;
          if (Math.random() * rate < looked) onChange(change);
        },
        () => void (refused += 1),
      );
      underWay.add(one);
      void one.then(() => underWay.delete(one));
      if (n % 100 === 0) checkInterruption();
    }
    await Promise.all(underWay);
    delay.disable();
    const took = Math.max(seconds * 1000, performance.now() - started);
    const harnessDelay = Math.round(delay.percentile(99) / 1e6);
    return { rate: Math.round((changes * 1000) / took), changes, refused, harnessDelay };
  }

  private async change(kind: Kind, shard: number): Promise<Expected> {
    const number = (this.number += 1);
    const sku = `${this.run}-${number}`;
    const rows = this.rows[shard] ?? [];
    const table = this.tables[shard];
    if (!table) throw new Error(`there is no shard ${shard}`);
    const old = rows[0];
    if (kind === "insert" || !old || performance.now() - old.since < LEFT_ALONE) {
      const id = await table.insert(sku, number);
      const committed = performance.now();
      rows.push({ id, sku, since: committed });
      return { kind: "insert", sku, gone: false, committed };
    }
    rows.shift();
    if (kind === "delete") {
      await table.delete(old.id);
      return { kind, sku: old.sku, gone: true, committed: performance.now() };
    }
    await table.update(old.id, sku, number);
    const committed = performance.now();
    rows.push({ id: old.id, sku, since: committed });
    return { kind, sku, gone: false, committed };
  }
}
