import { PulumiCli } from "../toolchain/lib/pulumi-cli";
import { Failure } from "../toolchain/lib/failure";
import type { Reporter } from "../toolchain/lib/reporter";
import { stackName, StackCommands } from "../toolchain/lib/stack";
import type { StackOutputs } from "../toolchain/lib/summary";
import { ensurePulumi, pulumiStep } from "../toolchain/steps/pulumi";

/** What a running stack is, as its outputs say. */
export interface Environment {
  readonly stack: string;
  readonly urls: StackOutputs["urls"];
  readonly containers: StackOutputs["containers"];
  readonly shards: readonly Shard[];
}

/** A shard of a running stack. */
export interface Shard {
  readonly name: string;
  /** Container of its MySQL. */
  readonly container: string;
  readonly connector: string;
  readonly tables: readonly CapturedTable[];
}

/** A captured table of a shard, with its topic and the index that follows it. */
export interface CapturedTable {
  readonly shard: string;
  /** `database.table`. */
  readonly table: string;
  readonly topic: string;
  readonly index: string;
}

/** Which shards and tables an operation is about; undefined stands for all. */
export interface Selection {
  readonly shard?: string;
  readonly table?: string;
}

/** Reads the outputs of the stack that SHARDVIEW_STACK names. @throws Failure when it is not up. */
export async function readEnvironment(reporter: Reporter): Promise<Environment> {
  const stack = stackName();
  const cli = await PulumiCli.open(await reporter.result(pulumiStep, ensurePulumi), reporter);
  const outputs = await new StackCommands(stack, cli, reporter).outputs();
  const environment = environmentOf(stack, outputs as Partial<StackOutputs>);
  if (environment) return environment;
  throw new Failure("stack", `stack ${stack} has no shards: it is not up`, "run `npm start` first");
}

/** Makes an environment of a stack's outputs; undefined when there are none. Pure. */
export function environmentOf(
  stack: string,
  { urls, containers, shards }: Partial<StackOutputs>,
): Environment | undefined {
  if (urls === undefined || containers === undefined || shards === undefined) return undefined;
  return {
    stack,
    urls,
    containers,
    shards: Object.entries(shards).map(([name, { container, connector, tables, topics, indexes }]) => ({
      name,
      container,
      connector,
      tables: tables.map((table, position) => ({
        shard: name,
        table,
        topic: topics[position] ?? "",
        index: indexes[position] ?? "",
      })),
    })),
  };
}

/** The shards, with those of their tables, that are selected. @throws Failure when there is none. */
export function select(environment: Environment, { shard, table }: Selection): Shard[] {
  const selected = environment.shards
    .filter(({ name }) => shard === undefined || name === shard)
    .map((one) => ({
      ...one,
      tables: one.tables.filter((captured) => table === undefined || captured.table === table),
    }))
    .filter(({ tables }) => tables.length > 0);
  if (selected.length > 0) return selected;
  const known = (names: string[]) => [...new Set(names)].join(", ");
  throw new Failure(
    "selection",
    `no table ${table ?? ""} of shard ${shard ?? ""} is captured`.replace(/ +/g, " "),
    `choose of the shards ${known(environment.shards.map(({ name }) => name))} and the tables ${known(
      environment.shards.flatMap(({ tables }) => tables.map((captured) => captured.table)),
    )}`,
  );
}
