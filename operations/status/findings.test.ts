import { describe, expect, it, vi } from "vitest";
import { fakeCommand } from "../../components/testing/fake-command";
import type { Finding } from "../../components/watcher/records";
import { allProblems, problemsIn, readFindings } from "./findings";

const at = "2026-02-03T04:05:06.789Z";
const finding: Finding = {
  ...{ shard: "shard0", subject: "topic 'shard0.a.b'", state: "needs a person", since: at, restarts: 0 },
  ...{ cause: "it was made anew", remedy: "npm run recover -- shard0" },
};
const told = (findings: Finding[], later = 1000) =>
  problemsIn({ at, findings }, Date.parse(at) + later).map(
    ({ where, what, remedy }) => `${where}: ${what} -> ${remedy}`,
  );

describe("problemsIn", () => {
  it("tells what needs a person with the command, what is healed, and nothing that the status sees itself", () => {
    const healed: Finding = {
      ...finding,
      state: "is healed",
      subject: "connector 'k'",
      restarts: 2,
      cause: "oops",
    };
    const noRemedy: Finding = { ...finding, remedy: undefined };
    expect(
      told([
        finding,
        healed,
        { ...noRemedy, state: "gave up" },
        { ...finding, remedy: "make room on the disk" },
        { ...finding, state: "unknown" },
      ]),
    ).toEqual([
      "shard0: topic 'shard0.a.b': it was made anew -> `npm run recover -- shard0`",
      "shard0: connector 'k': oops (the watcher has started it 2 times) -> wait, then `npm run status`",
      "shard0: topic 'shard0.a.b': it was made anew -> see Connect's log",
      "shard0: topic 'shard0.a.b': it was made anew -> make room on the disk",
    ]);
  });

  it("tells that the watcher has not looked for a minute", () => {
    expect(told([finding], 61_000)).toEqual([
      `watcher: it has not looked since ${at} -> \`npm start\`, then \`npm run status\``,
    ]);
  });
});

describe("readFindings", () => {
  const containers = { kafka: "k", connect: "c", search: "s", watcher: "w" };

  it("asks the watcher for its report", async () => {
    const report = JSON.stringify({ at: new Date().toISOString(), findings: [finding] });
    vi.stubEnv(
      "PATH",
      fakeCommand("docker", [`[ "$*" = 'exec w cat /tmp/report.json' ] && cat << E\n${report}\nE`]).path,
    );
    expect((await readFindings({ containers })).map(({ about }) => about)).toEqual(["topic 'shard0.a.b'"]);
  });

  it("tells that the watcher does not answer", async () => {
    vi.stubEnv("PATH", fakeCommand("docker", ["echo 'container w is not running' >&2", "exit 1"]).path);
    expect(await readFindings({ containers })).toEqual([
      {
        where: "watcher",
        what: "it does not answer: container w is not running",
        remedy: "`npm start`, then `npm run status`",
      },
    ]);
  });

  it("has none where no watcher is wanted", async () => {
    expect(await readFindings({ containers: { ...containers, watcher: undefined } })).toEqual([]);
  });
});

it("of a connector that the watcher knows of, its word counts", () => {
  const own = {
    where: "shard0",
    what: "connector 'k' FAILED: oops",
    remedy: "`npm start`",
    about: "connector 'k'",
  };
  const silent = { where: "Kafka", what: "no answer", remedy: "`npm start`" };
  const found = { where: "shard0", what: "connector 'k': oops", remedy: "wait", about: "connector 'k'" };
  expect(allProblems([own, silent], [found])).toEqual([silent, found]);
  expect(allProblems([own, silent], [])).toEqual([own, silent]);
});
