import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import axios from "axios";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeRecover } from "./recover.suite";
import { describeReview } from "./review.suite";
import { builtImages, WITHOUT_C2 } from "./support/built-images";
import { OtherProgram, packLibrary } from "./support/package";
import { eventually, ROOT } from "./support/run";
import { TestStack } from "./support/stack";
import { describeWatcher } from "./watcher.suite";

const clusters = new TestStack("test-example", 19_000, 2);
let tarball: string;

beforeAll(async () => {
  tarball = await packLibrary();
  // docs/review.md counts every resource of a stack as it is by default.
  clusters.buildsImages = true;
  await clusters.init();
  await clusters.up();
});

afterAll(async () => {
  await clusters.remove();
  rmSync(dirname(tarball), { recursive: true, force: true });
});

describeReview(clusters);

describe("examples/existing-clusters", () => {
  const program = new OtherProgram(join(ROOT, "examples/existing-clusters"), clusters, "example");
  const library = join(program.folder, "node_modules/shardview");
  let before: Registered;

  /** What is registered on the clusters. */
  interface Registered {
    connectors: string[];
    topics: string[];
    indexes: unknown;
    pipelines: unknown;
  }

  async function registered(): Promise<Registered> {
    const get = async (url: string) => (await axios.get<unknown>(url)).data;
    return {
      connectors: ((await get(`${clusters.connectUrl}/connectors`)) as string[]).sort(),
      topics: await clusters.topics(),
      indexes: await get(`${clusters.searchUrl}/_all`),
      pipelines: await get(`${clusters.searchUrl}/_ingest/pipeline`),
    };
  }

  /** Another version of the library: its modules are elsewhere, and the code of its providers is another. */
  function upgradeLibrary(from: string, to: string, version: string): void {
    renameSync(join(library, from), join(library, to));
    edit(join(library, "package.json"), (text) => text.replaceAll(`${from}/`, `${to}/`));
    for (const provider of ["connect", "kafka", "search"]) {
      edit(join(library, to, provider, "provider.code.js"), (text) => `${text}// version ${version}\n`);
    }
  }

  /** The providers' code in the program's state. */
  async function storedCode(): Promise<string[]> {
    const { stdout } = await program.pulumi("stack", "export");
    const state = JSON.parse(stdout) as {
      deployment: { resources: { outputs?: { __provider?: string } }[] };
    };
    return state.deployment.resources.flatMap(({ outputs }) => outputs?.__provider ?? []);
  }

  beforeAll(async () => {
    before = await registered();
    await program.install(tarball);
    await program.init({
      connectUrl: clusters.connectUrl,
      searchUrl: clusters.searchUrl,
      kafka: `localhost:${clusters.ports.kafkaPort}`,
      mysqlHost: `mysql-${clusters.shards[0]?.hostPort}`,
    });
  });

  afterAll(() => {
    program.remove();
  });

  it("registers a connector and an index on clusters that exist, and the rows are found", async () => {
    const { output } = await program.pulumi("up", "--yes", "--skip-preview");
    expect(output).toContain('connectorState: "running"');
    const rows = await clusters.rows("shard0");
    expect(rows).toBeGreaterThan(1000);
    expect(await clusters.count("example")).toBe(rows);
    const statement = "INSERT INTO products.products VALUES (900001, 'T-1', 'x', NULL, 1, 0, NULL, NOW(6))";
    await clusters.sql("shard0", statement);
    await eventually("the row", async () => {
      const { hits } = await clusters.search("example", { query: { ids: { values: ["900001"] } } });
      expect(hits).toMatchObject([{ _source: { sku: "T-1" } }]);
    });
  });

  it("plans no change afterwards, neither in the program nor in the clusters' own stack", async () => {
    await program.pulumi("preview", "--refresh", "--expect-no-changes");
    await clusters.succeed("preview", "--refresh", "--expect-no-changes");
  });

  it("stores code that needs no file of the library", async () => {
    const code = await storedCode();
    expect(code).toHaveLength(7);
    expect(code.filter((text) => text.includes("shardview/"))).toEqual([]);
  });

  it("reads what an older version of the library stored, and takes over from it", async () => {
    upgradeLibrary("dist", "lib", "0.2.0");
    await program.pulumi("refresh", "--yes", "--expect-no-changes");
    edit(join(program.folder, "index.ts"), (text) =>
      text.replace("overrides: {", '$& "poll.interval.ms": "50",'),
    );
    await program.pulumi("up", "--yes", "--skip-preview");
    const url = `${clusters.connectUrl}/connectors/example-products/config`;
    expect((await axios.get<Record<string, string>>(url)).data["poll.interval.ms"]).toBe("50");
    const code = await storedCode();
    expect(code.filter((text) => text.includes("version 0.2.0"))).toHaveLength(7);
  });

  it("removes everything with the code of the older version, and leaves the clusters as they were", async () => {
    upgradeLibrary("lib", "out", "0.3.0");
    await program.pulumi("destroy", "--yes");
    await eventually("the clusters to be as before", async () => {
      expect(await registered()).toEqual(before);
    });
  });
});

describeWatcher(clusters);
describeRecover(clusters);

describe("examples/own-environment", () => {
  const stack = new TestStack("test-own", 19_000, 1);
  const program = new OtherProgram(join(ROOT, "examples/own-environment"), stack);

  afterAll(async () => {
    await stack.remove();
    program.remove();
  });

  it("brings up an environment from the components, and nothing of it is left after destroy", async () => {
    await program.install(tarball);
    const setup = join(program.folder, "node_modules/shardview/initdb/setup.sql");
    cpSync(setup, join(program.folder, "initdb/setup.sql"));
    const firstPort = 22_400;
    await program.init({ images: builtImages(), firstPort, jvmOptions: WITHOUT_C2 });
    await program.pulumi("config", "set", "--secret", "password", "own-pw-5Rt");
    await program.pulumi("up", "--yes", "--skip-preview");
    const { data } = await axios.get<{ hits: { hits: { _source: unknown }[] } }>(
      `http://localhost:${firstPort + 3}/products/_search`,
    );
    const row = { id: 1, sku: "A-1", name: "김치", price: "9.90" };
    expect(data.hits.hits.map((hit) => hit._source)).toEqual([row]);
    await program.pulumi("preview", "--refresh", "--expect-no-changes");
    await program.pulumi("destroy", "--yes");
    expect(await stack.leftovers()).toEqual([]);
  });
});

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, "utf8")));
}
