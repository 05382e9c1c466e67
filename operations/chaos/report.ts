import type { Fault } from "./fault";
import { isClean, type Round } from "./round";

type KnownFault = Pick<Fault, "name" | "what" | "cure">;

const HEAD = "fault,what,rounds,changes,lost,stale,surplus,seconds until told,seconds to recover,not clean";

/** Rounds of one or several runs: one row for each fault, the seconds as the least, the median and the most. Pure. */
export function renderReport(faults: readonly KnownFault[], rounds: readonly Round[]): string {
  const head = HEAD.split(",");
  const rows = faults.map(({ name, what }) => [
    name,
    what,
    ...columns(rounds.filter(({ fault }) => fault === name)),
  ]);
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function columns(rounds: readonly Round[]): (string | number)[] {
  const sum = (pick: (round: Round) => number): number =>
    rounds.reduce((total, round) => total + pick(round), 0);
  return [
    rounds.length,
    sum(({ changes }) => changes),
    sum(({ lost }) => lost),
    sum(({ stale }) => stale),
    sum(({ surplus }) => surplus),
    spread(rounds.flatMap(({ told }) => told ?? [])),
    spread(rounds.flatMap(({ seconds }) => seconds ?? [])),
    rounds.filter((round) => !isClean(round)).length,
  ];
}

function spread(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length === 0) return "-";
  return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map(fixed).join(" / ");
}

function fixed(value = 0): string {
  return value.toFixed(1);
}

/** A report as a page of the docs. Pure. */
export function renderPage(faults: readonly KnownFault[], rounds: readonly Round[]): string {
  const sum = (pick: (round: Round) => number): string =>
    rounds.reduce((total, round) => total + pick(round), 0).toLocaleString("en");
  const days = rounds.map(({ at }) => at.slice(0, 10)).toSorted();
  const between = [...new Set([days[0], days.at(-1)])].join(" to ");
  const played = faults.filter(({ name }) => rounds.some(({ fault }) => fault === name));
  const unclean = rounds.filter((round) => !isClean(round));
  return [
    "# Chaos report",
    `${rounds.length} rounds of ${played.length} faults (${between}), ${sum(({ changes }) => changes)} changes: ` +
      `${sum(({ lost }) => lost)} lost, ${sum(({ stale }) => stale)} stale, ${sum(({ surplus }) => surplus)} surplus, ` +
      `${unclean.length} rounds not clean${playedAgain(unclean, rounds)}. Each round, with its seed, is in the JSON file beside this page; ` +
      "`npm run chaos -- --yes --faults <fault> --seed <seed>` plays it again. [What a round is](chaos.md).",
    renderReport(faults, rounds),
    "Seconds: the least, the median, the most. To recover: from the end of the fault, or from the command that the status told, until a " +
      "row that was written afterwards was found in every shard.",
    ...(unclean.length === 0
      ? []
      : ["## Not clean", unclean.map((round) => `- ${describeUnclean(round, rounds)}`).join("\n")]),
    "## Seeds",
    played.map(({ name }) => `- ${name}: ${seedsOf(name, rounds)}`).join("\n"),
  ].join("\n\n");
}

/** Whether the same seed of the same fault was clean at a later time: what was wrong had been mended meanwhile. */
function laterClean({ fault, seed, at }: Round, rounds: readonly Round[]): boolean {
  return rounds.some(
    (other) => other.fault === fault && other.seed === seed && other.at > at && isClean(other),
  );
}

function playedAgain(unclean: readonly Round[], rounds: readonly Round[]): string {
  const again = unclean.filter((round) => laterClean(round, rounds)).length;
  return again === 0 ? "" : `, of which ${again} were clean when the same seed was played again`;
}

function describeUnclean(round: Round, rounds: readonly Round[]): string {
  const again = laterClean(round, rounds) ? "; later clean" : "";
  return `seed ${round.seed}: ${renderRound(round)}${again}`;
}

/** `1-20, 31`. */
function seedsOf(name: string, rounds: readonly Round[]): string {
  const seeds = rounds.filter(({ fault }) => fault === name).map(({ seed }) => seed);
  const ranges: [number, number][] = [];
  for (const seed of [...new Set(seeds)].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && seed === last[1] + 1) last[1] = seed;
    else ranges.push([seed, seed]);
  }
  return ranges.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(", ");
}

/** One line about a round, as it ends. Pure. */
export function renderRound(round: Round): string {
  const { fault, target, changes, lost, stale, surplus, told, seconds, error } = round;
  const parts = [
    ...(told === undefined ? [] : [`told in ${fixed(told)} s`]),
    seconds === undefined ? "not recovered" : `recovered in ${fixed(seconds)} s`,
    `${changes} changes, ${lost} lost, ${stale} stale, ${surplus} surplus`,
  ];
  return `${fault} (${target}): ${parts.join(", ")}${error === undefined ? "" : `; ${error}`}`;
}
