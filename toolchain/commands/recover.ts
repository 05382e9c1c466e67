import { createInterface } from "node:readline/promises";
import { getStatus } from "../../components/connect/client";
import { failureTrace, stateOf } from "../../components/connect/rules";
import { countDocuments } from "../../components/search/client";
import { looksBlocked } from "../../components/search/ingestion";
import { getPollers } from "../../components/search/ingestion-client";
import { describePoison, findPoison } from "../../components/search/poison";
import { pollerState } from "../../components/search/poller-state";
import { causeOf } from "../../components/watcher/causes";
import { Failure } from "../lib/failure";
import { PulumiCli } from "../lib/pulumi-cli";
import { recover as clearInterruption } from "../lib/recovery";
import type { Reporter } from "../lib/reporter";
import {
  describeRecovery,
  nextRecovery,
  partsOf,
  type ExportedResource,
  type KnownIndex,
  type ShardParts,
} from "../lib/shard-recovery";
import { stackName, StackCommands } from "../lib/stack";
import type { StackOutputs } from "../lib/summary";
import { readFacts } from "../lib/summary-readers";
import { setUp } from "../steps";

const USAGE = "usage: npm run recover -- <shard> [--yes]";
const PATIENCE = 15_000;

/**
 * `npm run recover -- <shard>`: begins a shard's stream anew where its position, its schema history or a topic is lost. The stack
 * file gets a higher `recovery` of the shard, which `pulumi up` carries out, so that later runs know of it.
 */
export async function recover(reporter: Reporter, args: readonly string[]): Promise<number> {
  const [shard, ...others] = args.filter((arg) => arg !== "--yes");
  if (shard === undefined || shard.startsWith("-") || others.length > 0) {
    reporter.line(USAGE);
    return 2;
  }
  const stack = stackName();
  const cli = await PulumiCli.open(await setUp(reporter), reporter);
  const commands = new StackCommands(stack, cli, reporter);
  const file = JSON.parse(
    await cli.capture(["config", "get", "shardview:shards", "--stack", stack]),
  ) as Parameters<typeof nextRecovery>[1];
  const next = nextRecovery(shard, file);
  const exported = (await commands.export()) as { deployment?: { resources?: ExportedResource[] } };
  const parts = partsOf(shard, exported.deployment?.resources ?? []);
  if (!next || !parts) {
    const known = file.map(({ name }) => name).join(", ");
    throw new Failure("recover", `stack ${stack} has no shard '${shard}' that runs`, `name one of: ${known}`);
  }
  if (next.state !== "running") {
    // Its rows would not be read, and its indexes be built from empty topics.
    const reason = `the connector of ${shard} is ${next.state}, as the stack file asks`;
    throw new Failure("recover", reason, "set its `state` to running; the recovery lets it run");
  }
  await examine(shard, parts, reporter);
  await confirm(shard, args.includes("--yes"));
  await clearInterruption(commands, reporter, { volumes: false });
  await cli.capture(["config", "set", "--path", next.path, String(next.recovery), "--stack", stack]);
  await commands.show(
    "pulumi up",
    ["up", "--yes", "--skip-preview", "--refresh"],
    `repair what is named above and run \`npm run pulumi -- up --refresh\`: it goes on where it stopped`,
  );
  const outputs = (await commands.outputs()) as StackOutputs;
  const shards = Object.entries(outputs.shards).filter(([name]) => name === shard);
  const { tables } = await readFacts({ ...outputs, shards: Object.fromEntries(shards) });
  for (const { table, rows, documents } of tables)
    reporter.line(`${shard} is recovered: ${table} has ${rows} rows, and its index ${documents} documents`);
  return 0;
}

/** Says what is wrong and what is about to be done. @throws Failure where a recovery would not help. */
async function examine(shard: string, parts: ShardParts, reporter: Reporter): Promise<void> {
  const { connector, indexes } = parts;
  const status = connector && (await getStatus(connector.url, connector.name, soon()));
  if (connector && status && stateOf(status) === "failed") {
    const { cause, cure, remedy } = causeOf(failureTrace(status));
    const words = `connector '${connector.name}' FAILED: ${cause}`;
    // Its rows could not be read again either.
    if (cure !== "recover" && remedy !== undefined) throw new Failure("recover", words, remedy);
    reporter.line(words);
  }
  for (const index of indexes) await passPoison(index);
  const documents = await Promise.all(indexes.map(({ url, index }) => count(url, index)));
  for (const line of describeRecovery(shard, parts, documents)) reporter.line(line);
}

/** @throws Failure that names the message at which the index waits. To read the rows again would bring it again. */
async function passPoison(known: KnownIndex): Promise<void> {
  const { url, index } = known;
  if ((await pollerState(url, index, soon()).catch(() => "unknown")) !== "blocked") return;
  for (const poller of (await getPollers(url, index, soon())).filter(looksBlocked)) {
    const poison = await findPoison({ ...known, deadline: soon() }, poller.shard, poller.position ?? 0);
    if (poison === undefined) continue;
    const { topic, partition, offset } = poison;
    const remedy = `correct the mapping or the row, or leave the message out: add ${JSON.stringify({ topic, partition, offset })} to shardview:skip in the stack file; then run \`npm start\``;
    throw new Failure("recover", describePoison(index, poison), remedy);
  }
}

async function count(url: string, index: string): Promise<number> {
  return await countDocuments(url, index, soon()).catch(() => 0);
}

async function confirm(shard: string, yes: boolean): Promise<void> {
  if (yes) return;
  const refused = (reason: string) => new Failure("recover", reason, "add --yes, if it is meant");
  if (!process.stdin.isTTY) throw refused("nobody can be asked here whether it is meant");
  const question = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await question.question(`Recover ${shard}? Type its name: `);
  question.close();
  if (answer.trim() !== shard) throw refused("it was not confirmed; nothing was changed");
}

function soon(): number {
  return Date.now() + PATIENCE;
}
