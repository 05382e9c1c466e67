import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import axios from "axios";
import { parse, stringify } from "yaml";
import { poll, retry } from "../../components/rest";

export const ROOT = resolve(__dirname, "../..");

/** What a command printed and how it ended. */
export interface Run {
  code: number;
  output: string;
  stdout: string;
}

export interface Shard {
  name: string;
  hostPort: number;
  serverId: number;
  connector?: string;
}

/** What the CLI keeps in `Pulumi.<stack>.yaml`. */
interface StackFile {
  encryptionsalt: string;
  config: Record<string, unknown>;
}

export const PASSWORDS = {
  rootPassword: "root-pw-7Kq",
  appPassword: "app-pw-3Xz",
  cdcPassword: "cdc-pw-9Lm",
};
const TABLES = [{ table: "products.products", id: "id", mapping: "indices/products.json" }];

/** Runs a command, by default from the project's root; never throws for its exit code. */
export function run(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  input = "",
  cwd = ROOT,
): Promise<Run> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env } });
    const run = { code: -1, output: "", stdout: "" };
    child.stdout.on("data", (data: Buffer) => {
      run.stdout += data.toString();
      run.output += data.toString();
    });
    child.stderr.on("data", (data: Buffer) => (run.output += data.toString()));
    child.on("error", fail);
    child.on("close", (code) => {
      done({ ...run, code: code ?? -1 });
    });
    // A command that ends without reading: its exit code says whether that is wrong.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

export async function docker(args: string[], input = ""): Promise<string> {
  const { code, output, stdout } = await run("docker", args, {}, input);
  if (code !== 0) throw new Error(`docker ${args.join(" ")}: ${output}`);
  return stdout.trim();
}

/** Asks until `attempt` gives what is expected; the last difference is in the error. */
export async function eventually(what: string, attempt: () => Promise<void>, seconds = 60): Promise<void> {
  await poll({
    what,
    deadline: Date.now() + seconds * 1000,
    attempt: async () => {
      await attempt().catch((error: unknown) => {
        throw retry((error as Error).message);
      });
      return true;
    },
  });
}

/**
 * A stack of a test: its own name, ports and backend, run with the project's own commands. Nothing of the user's stacks is
 * touched.
 */
export class TestStack {
  private readonly backend = mkdtempSync(join(tmpdir(), "shardview-test-"));
  /** As last set. */
  private readonly passwords: Record<string, string>;
  readonly ports: { connectPort: number; kafkaPort: number; searchPort: number };
  shards: Shard[];
  settings: Record<string, unknown> = {};
  /** Set for the commands that follow. */
  extraEnv: NodeJS.ProcessEnv = {};

  /**
   * `base` is added to the well-known ports: 10000 makes 13308, 18083, ... Each file has thousands of its own, below the ports
   * that the system gives to clients.
   */
  constructor(
    readonly name: string,
    private readonly base: number,
    shardCount = 3,
    passwords: Record<string, string> = PASSWORDS,
    /** Folder of the project to run, when it is a copy. */
    private readonly root = ROOT,
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

  private get configFile(): string {
    return join(this.root, `Pulumi.${this.name}.yaml`);
  }

  /** Environment of every command of this stack. */
  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, ...this.env };
  }

  private get env(): NodeJS.ProcessEnv {
    return {
      SHARDVIEW_STACK: this.name,
      PULUMI_BACKEND_URL: `file://${this.backend}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    };
  }

  /** Makes the stack with its configuration; nothing runs yet. */
  async init(): Promise<this> {
    rmSync(this.configFile, { force: true });
    await this.succeed("stack", "init", this.name, "--no-select");
    for (const [key, value] of Object.entries({ ...this.passwords })) await this.setPassword(key, value);
    this.writeConfig();
    return this;
  }

  /** Writes the stack file anew from `shards` and `settings`; the passwords in it stay as they are. */
  writeConfig(): void {
    const { encryptionsalt, config } = parse(readFileSync(this.configFile, "utf8")) as StackFile;
    const plain = { tables: TABLES, shards: this.shards, ...this.ports, ...this.settings };
    const passwords = Object.keys(this.passwords).map((key) => [
      `shardview:${key}`,
      config[`shardview:${key}`],
    ]);
    const entries = Object.entries(plain).map(([key, value]) => [`shardview:${key}`, value]);
    const file = { encryptionsalt, config: Object.fromEntries([...entries, ...passwords]) as unknown };
    writeFileSync(this.configFile, stringify(file));
  }

  async setPassword(key: string, value: string): Promise<void> {
    const { code, output } = await this.npm(
      "pulumi",
      ["config", "set", "--secret", key, "--stack", this.name],
      value,
    );
    if (code !== 0) throw new Error(output);
    this.passwords[key] = value;
  }

  /** `npm run <script> -- <args>` with this stack. */
  npm(script: string, args: string[] = [], input = ""): Promise<Run> {
    return run(
      "npm",
      ["run", "--silent", script, "--", ...args],
      { ...this.env, ...this.extraEnv },
      input,
      this.root,
    );
  }

  /** `npm run pulumi -- <args>`, whatever its exit code. */
  pulumi(...args: string[]): Promise<Run> {
    const [verb = "", ...rest] = args;
    // Always by name: which stack is selected is up to the test files that run beside this one.
    const stack = rest[0] === "init" ? [] : ["--stack", this.name];
    return this.npm("pulumi", [verb, ...rest, ...stack, "--non-interactive"]);
  }

  /** As `pulumi`, and fails with what was printed when the exit code is not 0. */
  async succeed(...args: string[]): Promise<Run> {
    const result = await this.pulumi(...args);
    if (result.code !== 0)
      throw new Error(`pulumi ${args.join(" ")}: exit code ${result.code}\n${result.output}`);
    return result;
  }

  async up(...args: string[]): Promise<Run> {
    return await this.succeed("up", "--yes", "--skip-preview", ...args);
  }

  /** Steps of a preview: operation by the URN's last two parts, `Type name`. */
  async previewSteps(...args: string[]): Promise<Record<string, string>> {
    const { stdout } = await this.succeed("preview", "--json", ...args);
    const { steps } = JSON.parse(stdout) as { steps: { op: string; urn: string }[] };
    const shortName = (urn: string) =>
      `${urn.split("::")[2]?.split("$").at(-1)?.split(":").at(-1)} ${urn.split("::")[3]}`;
    return Object.fromEntries(
      steps.filter((s) => !["same", "refresh"].includes(s.op)).map((s) => [shortName(s.urn), s.op]),
    );
  }

  /** Runs SQL as root in a shard and gives the rows as lines of tab-separated texts. */
  async sql(
    shard: string,
    statements: string,
    user = "root",
    password = this.passwords["rootPassword"],
  ): Promise<string> {
    const hostPort = this.shards.find((s) => s.name === shard)?.hostPort;
    const args = ["exec", "-i", "-e", "MYSQL_PWD", `shardview-${this.name}-mysql-${hostPort}`];
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

  async count(index: string): Promise<number> {
    return (await axios.get<{ count: number }>(`${this.searchUrl}/${index}/_count`)).data.count;
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

  private get label(): string[] {
    return ["--filter", `label=shardview.stack=${this.name}`];
  }

  /** Takes everything down, by force where `destroy` failed, so that no other test sees it. */
  async remove(): Promise<void> {
    await this.npm("down");
    const names = (await this.leftovers()).map((line) => line.split(" ") as [string, string]);
    const remove = { container: ["rm", "-fv"], network: ["network", "rm"], volume: ["volume", "rm"] };
    for (const [kind, name] of names) await docker([...remove[kind as keyof typeof remove], name]);
    rmSync(this.configFile, { force: true });
    rmSync(this.backend, { recursive: true, force: true });
  }
}
