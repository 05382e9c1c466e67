import axios from "axios";
import { Session } from "../../operations/mysql-session";
import { docker, run } from "./run";

export interface Shard {
  name: string;
  hostPort: number;
  serverId: number;
  connector?: string;
  state?: string;
}

export const PASSWORDS = {
  rootPassword: "root-pw-7Kq",
  appPassword: "app-pw-3Xz",
  cdcPassword: "cdc-pw-9Lm",
};

/** Name of the index that a new stack's shard has for the sample table. */
export function firstIndex(shard: string): string {
  return `${shard}.products.products-000001`;
}

/** What runs in a stack's containers, asked from this machine. */
export class RunningStack {
  /** As last set. */
  protected readonly passwords: Record<string, string>;
  readonly ports: { connectPort: number; kafkaPort: number; searchPort: number };
  shards: Shard[];

  /** `base` is added to the well-known ports: 10000 makes 13308, 18083, ... */
  constructor(
    readonly name: string,
    readonly base: number,
    shardCount: number,
    passwords: Record<string, string>,
  ) {
    this.passwords = { ...passwords };
    this.ports = { connectPort: 8083 + base, kafkaPort: 9092 + base, searchPort: 9200 + base };
    this.shards = Array.from({ length: shardCount }, (_, i) => this.shard(i));
  }

  shard(i: number): Shard {
    return { name: `shard${i}`, hostPort: 3308 + this.base + i, serverId: 5001 + i };
  }

  get connectUrl(): string {
    return `http://localhost:${this.ports.connectPort}`;
  }

  get searchUrl(): string {
    return `http://localhost:${this.ports.searchPort}`;
  }

  /** Runs SQL as root in a shard and gives the rows as lines of tab-separated texts. */
  async sql(
    shard: string,
    statements: string,
    user = "root",
    password = this.passwords["rootPassword"],
  ): Promise<string> {
    const args = ["exec", "-i", "-e", "MYSQL_PWD", this.mysqlContainer(shard)];
    const client = ["mysql", "--batch", "--skip-column-names", "--default-character-set=utf8mb4"];
    const host = user === "root" ? [] : ["--host=127.0.0.1"];
    const result = await run(
      "docker",
      [...args, ...client, ...host, `--user=${user}`],
      { MYSQL_PWD: password },
      statements,
    );
    if (result.code !== 0) throw new Error(result.output.trim());
    return result.stdout.trim();
  }

  /** A connection to a shard as root, for many small statements. */
  session(shard: string): Session {
    return new Session(this.mysqlContainer(shard), "root");
  }

  /** Searches and gives the hits. */
  async search(
    index: string,
    query: object,
  ): Promise<{ total: number; hits: { _id: string; _index: string; _source: unknown }[] }> {
    const { data } = await axios.post<{ hits: { total: { value: number }; hits: never[] } }>(
      `${this.searchUrl}/${index}/_search`,
      { track_total_hits: true, ...query },
    );
    return { total: data.hits.total.value, hits: data.hits.hits };
  }

  /** Documents of an index or alias. */
  async count(index: string): Promise<number> {
    return (await axios.get<{ count: number }>(`${this.searchUrl}/${index}/_count`)).data.count;
  }

  /** Rows of `products.products` of these shards, together. */
  async rows(...shards: string[]): Promise<number> {
    const counts = shards.map((shard) => this.sql(shard, "SELECT COUNT(*) FROM products.products"));
    return (await Promise.all(counts)).reduce((sum, rows) => sum + Number(rows), 0);
  }

  /** Names of Kafka's topics, sorted, by the document's own command. */
  async topics(): Promise<string[]> {
    return (await this.kafkaTool("kafka-topics", ["--list"])).split("\n").sort();
  }

  /** Offset after the last record of a topic of one partition. */
  async topicEnd(topic: string): Promise<number> {
    return Number((await this.kafkaTool("kafka-get-offsets", ["--topic", topic])).split(":").at(-1));
  }

  /** Puts one record into a topic, by JSON texts. */
  async produce(topic: string, key: string, value: string): Promise<void> {
    const keyed = ["--reader-property", "parse.key=true", "--reader-property", "key.separator=|"];
    await this.kafkaTool("kafka-console-producer", ["--topic", topic, ...keyed], `${key}|${value}\n`);
  }

  /** Ids of the stack's containers, by name. */
  async containers(): Promise<Record<string, string>> {
    const format = ["--no-trunc", "--format", "{{.Names}} {{.ID}}"];
    const lines = await docker(["ps", "--all", ...this.label, ...format]);
    return Object.fromEntries(
      lines
        .split("\n")
        .filter(Boolean)
        .map((line) => line.split(" ") as [string, string]),
    );
  }

  /** Everything of the stack on the engine: containers, networks, volumes. */
  async leftovers(): Promise<string[]> {
    const lists = await Promise.all([
      docker(["ps", "--all", ...this.label, "--format", "container {{.Names}}"]),
      docker(["network", "ls", ...this.label, "--format", "network {{.Name}}"]),
      docker(["volume", "ls", ...this.label, "--format", "volume {{.Name}}"]),
    ]);
    return lists.flatMap((list) => list.split("\n").filter(Boolean));
  }

  /** Name of the container of a service that the shards share. */
  container(service: "kafka" | "connect" | "search" | "watcher"): string {
    return `${this.network}-${service}`;
  }

  mysqlContainer(shard: string): string {
    return `${this.network}-mysql-${this.shards.find(({ name }) => name === shard)?.hostPort}`;
  }

  get network(): string {
    return `shardview-${this.name}`;
  }

  private kafkaTool(tool: string, args: string[], input = ""): Promise<string> {
    const command = ["exec", "-i", this.container("kafka"), tool, "--bootstrap-server", "localhost:9092"];
    return docker([...command, ...args], input);
  }

  private get label(): string[] {
    return ["--filter", `label=shardview.stack=${this.name}`];
  }
}
