import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getConfig } from "../../components/connect/client";
import { countDocuments } from "../../components/search/client";
import { PASSWORDS } from "../../tests/support/running-stack";
import { docker } from "../../tests/support/run";
import { cacheFolder, projectRoot } from "../../toolchain/lib/paths";
import { run } from "../../toolchain/lib/process";
import { definitionLike } from "../lib/indexes";
import type { RunningBench } from "../lib/stack";
import { inSeconds } from "../lib/statistics";
import { runArguments, type Inspected } from "./container";

/** The shell script that starts the same containers; made of a stack that runs. */
export class Shell {
  private constructor(private readonly folder: string) {}

  /** Writes down what the script needs. */
  static async of(bench: RunningBench): Promise<Shell> {
    const shell = new Shell(join(cacheFolder(), "bench", "shell", bench.stack.name));
    rmSync(shell.folder, { recursive: true, force: true });
    mkdirSync(shell.folder, { recursive: true });
    await shell.writeServices(bench);
    for (const shard of bench.environment.shards) await shell.writeShard(bench, shard.name);
    return shell;
  }

  /** Brings everything up. Gives the seconds of all, and of the service that took longest. */
  async up(mode: "in-turn" | "parallel"): Promise<{ seconds: number; slowestService: number }> {
    return readTimes(await this.script(mode));
  }

  async down(): Promise<void> {
    await this.script("down");
  }

  private async script(mode: string): Promise<string> {
    const script = join(projectRoot, "bench", "rivals", "shell", "up.sh");
    return (await run("bash", [script, mode, this.folder])).stdout;
  }

  private write(name: string, text: string): string {
    const file = join(this.folder, name);
    writeFileSync(file, text);
    return file;
  }

  private async writeServices({ stack, shards, containers, environment }: RunningBench): Promise<void> {
    const [network, label] = [`shardview-${stack.name}-shell`, `shardview.stack=${stack.name}`];
    const mysqls = shards.map(({ container }) => container);
    const others = ["kafka", "connect", "search"].map((name) => containers[name] ?? "");
    const secrets = {
      "/run/secrets/mysql-root-password": this.write("root-password", PASSWORDS.rootPassword),
      "/run/secrets/mysql-app-password": this.write("app-password", PASSWORDS.appPassword),
    };
    const sql = ["10-schema.sql", "20-sample-products.sql"].map((name) => [
      `/docker-entrypoint-initdb.d/${name}`,
      join(projectRoot, "initdb", name),
    ]);
    const files = { ...secrets, ...(Object.fromEntries(sql) as Record<string, string>) };
    for (const name of [...mysqls, ...others]) {
      const [inspected] = JSON.parse(await docker(["inspect", name])) as [Inspected];
      const args = runArguments(inspected, network, label, mysqls.includes(name) ? files : {});
      this.write(`${name}.run`, `${args.join("\n")}\n`);
      this.write(`${name}.test`, inspected.Config.Healthcheck.Test[1] ?? "true");
    }
    const topics = environment.shards.flatMap((shard) => shard.tables.map(({ topic }) => topic));
    this.write("topics", topics.join("\n"));
    const names = { NETWORK: network, LABEL: label, KAFKA: containers["kafka"] ?? "" };
    const urls = { CONNECT_URL: environment.urls.connect, SEARCH_URL: environment.urls.search };
    const all = { ...names, ...urls, SERVICES: [...mysqls, ...others].join(" ") };
    const lines = Object.entries(all).map(([key, value]) => `${key}='${value}'\n`);
    this.write("names.sh", lines.join(""));
  }

  private async writeShard({ environment: { urls, shards } }: RunningBench, name: string): Promise<void> {
    const shard = shards.find((one) => one.name === name);
    const [table] = shard?.tables ?? [];
    if (!shard || !table) throw new Error(`there is no table in shard ${name}`);
    const deadline = Date.now() + 60_000;
    const { index, pipeline } = await definitionLike(urls.search, table.index, table.topic);
    const config = (await getConfig(urls.connect, shard.connector, deadline)) ?? {};
    const count = await countDocuments(urls.search, table.index, deadline);
    this.write(`${table.index}.index.json`, JSON.stringify({ ...index, aliases: { products: {} } }));
    this.write(`${table.index}.pipeline.json`, JSON.stringify(pipeline));
    this.write(`${table.index}.rows`, String(count));
    this.write(`${shard.connector}.connector.json`, JSON.stringify(guideConfig(config)));
    this.write(`${shard.container}.sql`, setupSql(table.table));
  }
}

/** A connector's configuration as a guide has it: the password in it, and the server not verified. Pure. */
export function guideConfig(config: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(config).filter(([key]) => !/^database\.ssl\./.test(key));
  return { ...Object.fromEntries(kept), "database.password": PASSWORDS.cdcPassword };
}

function setupSql(table: string): string {
  const given = `SET @cdc_password = '${PASSWORDS.cdcPassword}', @cdc_password_valid = FALSE, @cdc_table = '${table}';\n`;
  return given + readFileSync(join(projectRoot, "initdb", "setup.sql"), "utf8");
}

/** Reads the times, in ms, that the script says. Pure. */
export function readTimes(said: string): { seconds: number; slowestService: number } {
  const times = [...said.matchAll(/^(boot|up) \S+ (\d+)$/gm)].map(([, what, ms]) => ({
    what,
    ms: Number(ms),
  }));
  const longest = (what: string): number =>
    Math.max(...times.filter((one) => one.what === what).map(({ ms }) => ms));
  return { seconds: inSeconds(longest("up")), slowestService: inSeconds(longest("boot")) };
}
