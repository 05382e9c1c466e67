import type { Section } from "./page";

/** What stands above the figures. */
export const INTRO = `# Benchmarks

Made from \`bench/results/\` by \`npm run bench:render\`; do not edit. \`npm run bench\` measures everything anew, \`npm run bench:<name>\` one part,
with \`-- --rounds 1 --shards 1 --rows 10000 --snapshot-rows 10000 --warm-up 1 --rates 100,500 --seconds 10 --idle 20 --sizes 1,2 --contenders shardview,script\` for a short try;
\`--profile throughput\` measures another profile; \`--keep\` leaves the stack for the next run, \`--out <folder>\` writes the results elsewhere.

Each figure is the **median** of the rounds, with minimum and maximum. The contenders take turns on the same MySQL servers and the same search engine, one at a
time, and each round begins with another one. Beside each figure are the load average and the processor time that the hypervisor gave to others. After
every round all rows are compared with all documents, by the code of \`npm run verify\`; a round that lost a row does not count.

- **shardview** is this project, all defaults.
- **script** (\`bench/rivals/script\`) is what a team writes on an afternoon: Python's \`mysql-replication\` to the bulk API, flushed every 100 ms, one process for each
  shard. It has no buffer, no replay and no schema history. It is the floor: it saves its position and is started again 100 ms after it ended.
- **pgsync** 7.3.0, with Redis, one process for each shard. MySQL it can only poll, with a pass over the whole table each time.

A rival writes to indexes with the mapping, the analysis, the refresh interval and the merges of ours, and has a database of its own in each shard. While a rival runs, our
connectors are stopped; Kafka and Connect idle beside it.`;

/** The benchmarks, as the page shows them. */
export const SECTIONS: readonly Section[] = [
  {
    name: "freshness",
    title: "Freshness",
    text: `From the moment that COMMIT has returned to the first search that shows the change, both by the clock of one client. One search looks for all changes that are
still missing; the column "resolution" is the time between two of its answers, 20 ms unless something is late by more than a second: then a fiftieth of that. Half of the changes are inserts, 35 % updates, 15 % deletes, each a transaction of its
own; some 100 per second are looked for. First of all the new stack takes some minutes of 500 changes/s, which are shown too: its JVMs compile what
runs often. Then all contenders are compared on it. A contender gets a higher rate until one change of a hundred takes more than 10 s or the writer is held up.`,
    figures: {
      ...{
        p50: "p50 ms",
        p95: "p95 ms",
        p99: "p99 ms",
        max: "max ms",
        written: "changes/s",
        resolution: "resolution ms",
      },
      ...{ cpu: "CPU % of a core", memoryMiB: "memory MiB" },
    },
    picture: "freshness.svg",
  },
  {
    name: "drain",
    title: "Drain",
    text: `Rows are inserted as fast as MySQL takes them, a thousand with each statement, into all shards at once. From the first statement until a search counts all of them.
The new stack took 500 changes per second for \`warmUp\` minutes before.`,
    figures: {
      ...{ rowsPerSecond: "rows/s", seconds: "seconds", writeSeconds: "of them writing" },
      ...{ cpu: "CPU % of a core", memoryMiB: "memory MiB" },
    },
    picture: "drain.svg",
  },
  {
    name: "snapshot",
    title: "Snapshot",
    text: `A table is there already. From the moment that a contender is told to read it, into an empty index, until a search counts all rows. Ours by connectors beside those
of the stack, with the same settings, and in the order of \`up\`: the index of a shard is made and filled when the connector has read all of it. Until
then none of its rows can be searched.`,
    figures: {
      ...{ rowsPerSecond: "rows/s", seconds: "seconds" },
      ...{ firstSeconds: "first documents after s", memoryMiB: "memory MiB" },
    },
    picture: "snapshot.svg",
  },
  {
    name: "recover",
    title: "Recover",
    text: `The first process of a container is killed (SIGKILL) under 500 changes per second; the engine starts it again. The "reader" is Connect, or the processes of a
rival. Backlog gone: the end of the longest time in which something was missing that had been committed more than a second before. Caught up: until
the last change was seen that took longer than a second, also after that, as some do where processors are short. It is looked for each \`resolution\` ms, or after a fiftieth of what it is late.
The new stack took that load for \`warmUp\` minutes before the first kill, and for \`before\` seconds before each. [Where the time goes](performance.md) has the
steps of a killed Connect.`,
    figures: {
      backlog: "backlog gone after s",
      caughtUp: "caught up after s",
      longest: "longest s",
      refused: "refused by MySQL",
      unseen: "never seen",
    },
    picture: "recover.svg",
  },
  {
    name: "rest",
    title: "At rest",
    text: `Nothing is written. Memory and processor time of what a contender runs beside MySQL and the search engine, and of each part. Nothing had been written for
\`warmUp\` minutes.`,
    figures: {
      ...{ memoryMiB: "memory MiB", cpu: "CPU % of a core" },
      ...{
        connectMiB: "Connect MiB",
        kafkaMiB: "Kafka MiB",
        watcherMiB: "watcher MiB",
        searchMiB: "search MiB",
      },
      ...{
        mysqlMiB: "MySQL MiB",
        connectCpu: "Connect CPU %",
        kafkaCpu: "Kafka CPU %",
        searchCpu: "search CPU %",
      },
      ...{ mysqlCpu: "MySQL CPU %", imagesMB: "images MB" },
    },
  },
  {
    name: "up",
    title: "Commands",
    text: `With all images built. "Shell" starts the same images with \`docker run\` and \`curl\`, waits for each, and makes the same topics, indexes and connectors
(\`bench/rivals/shell/up.sh\`): one after the other, or together what does not need each other. In turn, the slowest service has the machine to itself: its own
boot.`,
    figures: { seconds: "seconds", slowestService: "of them the slowest service" },
  },
  {
    name: "grow",
    title: "More shards",
    text: `One stack that grows: \`up\` adds the shards that are missing, \`preview\` then has nothing to do. The plan alone is the program against Pulumi's mocks.`,
    figures: {
      ...{ upSeconds: "up s", previewSeconds: "no-op preview s", p50: "idle p50 ms", p99: "idle p99 ms" },
      ...{
        mysqlMiB: "MySQL MiB",
        othersMiB: "all others MiB",
        planSeconds: "plan s",
        resources: "resources",
      },
    },
  },
];
