import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { docker, ROOT, run, type Run } from "./run";
import { PASSWORDS, RunningStack } from "./running-stack";

/** What the CLI keeps in `Pulumi.<stack>.yaml`. */
interface StackFile {
  encryptionsalt: string;
  config: Record<string, unknown>;
}

const TABLES = [{ table: "products.products", id: "id", mapping: "indices/products.json" }];

/**
 * A stack of a test: its own name, ports and backend, run with the project's own commands. Nothing of the user's stacks is
 * touched.
 */
export class TestStack extends RunningStack {
  private readonly backend = mkdtempSync(join(tmpdir(), "shardview-test-"));
  settings: Record<string, unknown> = {};
  /** Whether a watcher runs. It would heal what most tests break. */
  watch = false;
  /** Set for the commands that follow. */
  extraEnv: NodeJS.ProcessEnv = {};

  /** Each file's `base` has thousands of its own, below the ports that the system gives to clients. */
  constructor(
    name: string,
    base: number,
    shardCount = 3,
    passwords: Record<string, string> = PASSWORDS,
    /** Folder of the project to run, when it is a copy. */
    private readonly root = ROOT,
  ) {
    super(name, base, shardCount, passwords);
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
    const secrets = Object.entries(this.passwords).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
    await this.succeed("config", "set-all", ...secrets);
    this.writeConfig();
    return this;
  }

  /** Writes the stack file anew from `shards` and `settings`; the passwords in it stay as they are. */
  writeConfig(): void {
    const { encryptionsalt, config } = parse(readFileSync(this.configFile, "utf8")) as StackFile;
    const plain = { tables: TABLES, shards: this.shards, ...this.ports, watch: this.watch, ...this.settings };
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

  /** Removes everything of the stack from the engine. By force: `down` has a test of its own, and takes a quarter of a minute. */
  async remove(): Promise<void> {
    const names = (await this.leftovers()).map((line) => line.split(" ") as [string, string]);
    const remove = { container: ["rm", "-fv"], network: ["network", "rm"], volume: ["volume", "rm"] };
    for (const [kind, name] of names) await docker([...remove[kind as keyof typeof remove], name]);
    rmSync(this.configFile, { force: true });
    rmSync(this.backend, { recursive: true, force: true });
  }
}
