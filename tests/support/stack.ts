import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { builtImages, WITHOUT_C2 } from "./built-images";
import { pulumi } from "./cli";
import { docker, ROOT, run, type Run } from "./run";
import { PASSWORDS, RunningStack } from "./running-stack";
import { byName, carriedOut, type Step, type Steps } from "./steps";

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
  settings: Record<string, unknown> = {};
  /** What is not as by default: no watcher, which would heal what tests break, and no C2 for JVMs that live for minutes. */
  unlikeDefault: Record<string, unknown> = { watch: false, jvmOptions: WITHOUT_C2 };
  /**
   * Whether the stack builds its images, as a user's does. Else it names those that the set-up of the run has built: each stack
   * would send 200 MB to the engine only to hear that nothing has changed.
   */
  buildsImages = false;
  /** Set for the commands that follow. */
  extraEnv: NodeJS.ProcessEnv = {};
  /** Whether they clear up first what an interrupted run has left, as `npm run pulumi` does: another CLI call before each. */
  clearsUp = false;

  /** Each file's `base` has thousands of its own, below the ports that the system gives to clients. */
  constructor(
    name: string,
    base: number,
    shardCount = 3,
    passwords: Record<string, string> = PASSWORDS,
    /** Folder of the project to run, when it is a copy. */
    private readonly root = ROOT,
    /** Folder of its state. */
    private readonly backend = mkdtempSync(join(tmpdir(), "shardview-test-")),
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
      // For `--event-log`.
      PULUMI_DEBUG_COMMANDS: "1",
    };
  }

  /** Makes the stack with its configuration; nothing runs yet. What a run that was killed has left goes first. */
  async init(): Promise<this> {
    await this.clear();
    await this.succeed("stack", "init", this.name, "--no-select");
    const secrets = Object.entries(this.passwords).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
    await this.succeed("config", "set-all", ...secrets);
    this.writeConfig();
    return this;
  }

  /** Writes the stack file anew from `shards` and `settings`; the passwords in it stay as they are. */
  writeConfig(): void {
    const { encryptionsalt, config } = parse(readFileSync(this.configFile, "utf8")) as StackFile;
    const plain = {
      tables: TABLES,
      shards: this.shards,
      ...this.ports,
      ...this.unlikeDefault,
      ...(this.buildsImages ? {} : { images: builtImages() }),
      ...this.settings,
    };
    const passwords = Object.keys(this.passwords).map((key) => [
      `shardview:${key}`,
      config[`shardview:${key}`],
    ]);
    const entries = Object.entries(plain).map(([key, value]) => [`shardview:${key}`, value]);
    const file = { encryptionsalt, config: Object.fromEntries([...entries, ...passwords]) as unknown };
    writeFileSync(this.configFile, stringify(file));
  }

  /** Sets other passwords in the stack file; nothing else changes. */
  async setPasswords(passwords: Record<string, string>): Promise<void> {
    const secrets = Object.entries(passwords).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
    await this.succeed("config", "set-all", ...secrets);
    Object.assign(this.passwords, passwords);
  }

  /** What `npm run <script> -- <args>` runs, with this stack. */
  npm(script: string, args: string[] = [], input = ""): Promise<Run> {
    const command = ["toolchain/run.mjs", script, ...args];
    return run(process.execPath, command, { ...this.env, ...this.extraEnv }, input, this.root);
  }

  /** A command of the CLI, whatever its exit code. */
  pulumi(...args: string[]): Promise<Run> {
    const [verb = "", ...rest] = args;
    // Always by name: which stack is selected is up to the test files that run beside this one.
    const stack = rest[0] === "init" ? [] : ["--stack", this.name];
    const command = [verb, ...rest, ...stack, "--non-interactive"];
    return this.clearsUp
      ? this.npm("pulumi", command)
      : pulumi(command, { ...this.env, ...this.extraEnv }, this.root);
  }

  /** As `pulumi`, and fails with what was printed when the exit code is not 0. */
  async succeed(...args: string[]): Promise<Run> {
    const result = await this.pulumi(...args);
    if (result.code !== 0)
      throw new Error(`pulumi ${args.join(" ")}: exit code ${result.code}\n${result.output}`);
    return result;
  }

  /** `up` at once; with the steps that it carried out. */
  async up(...args: string[]): Promise<Run & { steps: Steps }> {
    const log = join(this.backend, `events-${randomUUID()}.jsonl`);
    const result = await this.succeed("up", "--yes", "--skip-preview", "--event-log", log, ...args);
    return { ...result, steps: carriedOut(readFileSync(log, "utf8")) };
  }

  /** Steps that a preview plans. */
  async previewSteps(...args: string[]): Promise<Steps> {
    const { stdout } = await this.succeed("preview", "--json", ...args);
    return byName((JSON.parse(stdout) as { steps: Step[] }).steps);
  }

  /** Removes everything of the stack. By force: `down` has a test of its own, and takes a quarter of a minute. */
  async remove(): Promise<void> {
    await this.clear();
    rmSync(this.backend, { recursive: true, force: true });
  }

  /** Removes what the engine has of the stack, and its file. */
  private async clear(): Promise<void> {
    const remove = { container: ["rm", "-fv"], network: ["network", "rm"], volume: ["volume", "rm"] };
    for (const line of await this.leftovers()) {
      const [kind, name = ""] = line.split(" ");
      await docker([...remove[kind as keyof typeof remove], name]);
    }
    rmSync(this.configFile, { force: true });
  }
}
