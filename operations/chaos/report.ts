import { isClean, type Round } from "./round";
import type { Fault } from "./fault";

/** Rounds of one or several runs, as a page: one row for each fault. */
export function renderReport(
  faults: readonly Pick<Fault, "name" | "what">[],
  rounds: readonly Round[],
): string {
  const rows = faults.map(({ name, what }) => [
    name,
    what,
    ...columns(rounds.filter(({ fault }) => fault === name)),
  ]);
  const head = [
    "fault",
    "what",
    "rounds",
    "changes",
    "lost",
    "stale",
    "surplus",
    "seconds to recover",
    "not clean",
  ];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function columns(rounds: readonly Round[]): (string | number)[] {
  const sum = (pick: (round: Round) => number): number =>
    rounds.reduce((total, round) => total + pick(round), 0);
  const seconds = rounds.flatMap((round) => round.seconds ?? []).sort((a, b) => a - b);
  const spread =
    seconds.length === 0
      ? "-"
      : `${fixed(seconds[0])} / ${fixed(seconds[Math.floor(seconds.length / 2)])} / ${fixed(seconds.at(-1))}`;
  return [
    rounds.length,
    sum(({ changes }) => changes),
    sum(({ lost }) => lost),
    sum(({ stale }) => stale),
    sum(({ surplus }) => surplus),
    spread,
    rounds.filter((round) => !isClean(round)).length,
  ];
}

function fixed(value = 0): string {
  return value.toFixed(1);
}

/** One line about a round, as it ends. */
export function renderRound(round: Round): string {
  const { fault, target, changes, lost, stale, surplus, seconds, error } = round;
  const recovered = seconds === undefined ? "not recovered" : `recovered in ${fixed(seconds)} s`;
  const rows = `${changes} changes, ${lost} lost, ${stale} stale, ${surplus} surplus`;
  return `${fault} (${target}): ${recovered}, ${rows}${error === undefined ? "" : `; ${error}`}`;
}
