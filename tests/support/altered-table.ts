import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Mapping } from "../../components/search/settings";
import { eventually, ROOT } from "./run";
import type { TestStack } from "./stack";
import { Writer } from "./writer";

type Document = Record<string, unknown>;

/** The products of a stack's first shard, altered with their mapping file while rows are written. */
export class AlteredTable {
  readonly properties: Mapping["mappings"]["properties"];
  private readonly mapping: Mapping;
  private readonly folder = mkdtempSync(join(tmpdir(), "shardview-alter-"));
  private readonly mappingFile = join(this.folder, "products.json");
  private writing?: Writer;

  constructor(private readonly stack: TestStack) {
    this.mapping = JSON.parse(readFileSync(join(ROOT, "indices/products.json"), "utf8")) as Mapping;
    this.properties = this.mapping.mappings.properties;
  }

  /** Brings the stack up with only this shard and a mapping file of its own, and starts to write. */
  async start(): Promise<void> {
    const { stack } = this;
    stack.shards = [stack.shard(0)];
    stack.settings = { tables: [{ table: "products.products", id: "id", mapping: this.mappingFile }] };
    stack.writeConfig();
    await this.up();
    this.writing = new Writer(stack, "shard0", "A");
    await this.writing.more(1);
  }

  async stop(): Promise<void> {
    await this.writing?.stop();
    rmSync(this.folder, { recursive: true });
  }

  get writer(): Writer {
    if (!this.writing) throw new Error("nothing is written yet");
    return this.writing;
  }

  /** Changes the mapping file as its user would, and brings the stack up. */
  async upWith(change: () => void): Promise<void> {
    change();
    await this.up();
  }

  async alter(statement: string): Promise<void> {
    await this.stack.sql("shard0", `USE products; ${statement}`);
    await this.writer.more(2);
  }

  /** Writes rows again as they are, with a new time: all of them, or those of the condition. */
  async touch(condition = "TRUE"): Promise<void> {
    await this.stack.sql("shard0", `UPDATE products.products SET updated_at = NOW(6) WHERE ${condition}`);
  }

  /** Inserts a row of this `sku` and waits for its document. */
  async insert(sku: string, columns: Record<string, string> = {}): Promise<Document> {
    const values = { sku: `'${sku}'`, name: "'altered'", price: "1", updated_at: "NOW(6)", ...columns };
    const names = Object.keys(values).join(", ");
    await this.stack.sql(
      "shard0",
      `INSERT INTO products.products (${names}) VALUES (${Object.values(values).join(", ")})`,
    );
    let document: unknown;
    await eventually(`the row ${sku}`, async () => {
      const { hits } = await this.stack.search("products", { query: { term: { sku } } });
      expect(hits).toHaveLength(1);
      document = hits[0]?._source;
    });
    return document as Document;
  }

  /** The `sku` of each document that matches, by id. */
  async skus(query: object): Promise<unknown[]> {
    const { hits } = await this.stack.search("products", { query, sort: ["id"] });
    return hits.map(({ _source }) => (_source as { sku: string }).sku);
  }

  /** Of a row's id; undefined when the index has none. */
  async document(id: number): Promise<unknown> {
    const { hits } = await this.stack.search("products", { query: { ids: { values: [String(id)] } } });
    return hits[0]?._source;
  }

  /** With the mapping file as it is meant by now. */
  private async up(): Promise<void> {
    writeFileSync(this.mappingFile, JSON.stringify(this.mapping));
    await this.stack.up();
  }
}
