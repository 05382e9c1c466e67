import { parseArgs } from "node:util";
import { PROFILES, type Profile } from "../../components/profile";
import { Failure } from "../../toolchain/lib/failure";

/** What a run may be told; the defaults are those of the published figures. */
export interface Options {
  readonly rounds: number;
  readonly shards: number;
  /** Changes per second. */
  readonly rates: readonly number[];
  /** Minutes that a new stack has behind it, of load or at rest, before what it does is compared: its JVMs compile meanwhile. */
  readonly warmUp: number;
  /** Seconds of each rate. */
  readonly seconds: number;
  /** Rows that are looked for, one after the other, when nothing else is written. */
  readonly idle: number;
  /** Rows that are drained, over all shards. */
  readonly rows: number;
  /** Rows of a snapshot, in each shard. */
  readonly snapshotRows: number;
  /** Numbers of shards that a stack grows to. */
  readonly sizes: readonly number[];
  readonly contenders: readonly string[];
  /** Of the measured stack. The rivals' indexes are refreshed as its are. */
  readonly profile: Profile;
  /** Whether the stack stays for the next run. */
  readonly keep: boolean;
  /** Folder of the results. */
  readonly out?: string;
}

export const RIVALS = ["shardview", "script", "pgsync"] as const;

const DEFAULTS = {
  ...{ rounds: 3, shards: 3, warmUp: 6, seconds: 30, idle: 60, rows: 300_000 },
  ...{
    snapshotRows: 1_000_000,
    rates: [100, 250, 500, 1000, 2000, 4000],
    sizes: [3, 6, 12, 16],
    contenders: RIVALS as readonly string[],
    profile: "fresh" as Profile,
    keep: false,
  },
};

const NUMBERS = ["rounds", "shards", "warm-up", "seconds", "idle", "rows", "snapshot-rows"] as const;

/** Reads the arguments of `npm run bench`. @throws Failure naming what is wrong. Pure. */
export function parseOptions(args: readonly string[]): { names: string[]; options: Options } {
  const text = { type: "string" } as const;
  const { values, positionals } = parse(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ rounds: text, shards: text, "warm-up": text, seconds: text, idle: text, rows: text },
        ...{
          "snapshot-rows": text,
          rates: text,
          sizes: text,
          contenders: text,
          profile: text,
          out: text,
          keep: { type: "boolean" },
        },
      },
    }),
  );
  const numbers = NUMBERS.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [[camel(name), wholeNumber(name, value)]];
  });
  const contenders = values.contenders?.split(",") ?? DEFAULTS.contenders;
  const unknown = contenders.find((name) => !RIVALS.includes(name as never));
  if (unknown !== undefined) throw wrong(`there is no contender ${unknown}; there are ${RIVALS.join(", ")}`);
  const profile = PROFILES.find((known) => known === (values.profile ?? DEFAULTS.profile));
  if (profile === undefined)
    throw wrong(`there is no profile ${values.profile}; there are ${PROFILES.join(", ")}`);
  const options: Options = {
    ...DEFAULTS,
    ...(Object.fromEntries(numbers) as Partial<Options>),
    ...{ contenders, profile },
    ...list("rates", values.rates),
    ...list("sizes", values.sizes),
    ...(values.keep ? { keep: true } : {}),
    ...(values.out === undefined ? {} : { out: values.out }),
  };
  return { names: positionals, options };
}

function parse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

function list(name: "rates" | "sizes", text: string | undefined): Partial<Options> {
  if (text === undefined) return {};
  return { [name]: text.split(",").map((number) => wholeNumber(name, number)) };
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw wrong(`--${name} ${text} is no whole number`);
  return Number(text);
}

function camel(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function wrong(cause: string): Failure {
  return new Failure("bench", cause, "see docs/benchmarks.md for what a run may be told");
}
