import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { catalog } from "../images/catalog";
import { expectEnd, killOnce } from "./support/processes";
import { docker, eventually, ROOT, run } from "./support/run";
import { TestStack } from "./support/stack";

const odd = (who: string) => `${who} '"$(x) \`y\` \\ 비밀\nline 2`;
const stack = new TestStack("test-failures", 13_000, 1, {
  rootPassword: odd("root"),
  appPassword: odd("app"),
  cdcPassword: odd("cdc"),
});

beforeAll(async () => {
  stack.clearsUp = true;
  await stack.init();
});

afterAll(async () => {
  await stack.remove();
});

function configure(settings: Record<string, unknown>): void {
  stack.settings = settings;
  stack.writeConfig();
}

async function expectKeptRow(): Promise<void> {
  await eventually("the row", async () => {
    const { total } = await stack.search("products", { query: { ids: { values: ["900001"] } } });
    expect(total).toBe(1);
  });
}

describe("an `up` that fails", () => {
  it("because a container exits at once names it and shows its last log lines, and destroy works", async () => {
    configure({ images: { search: catalog().find((image) => image.name === "jre")?.tag } });
    const { code, output } = await stack.pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(new RegExp(`container "?${stack.container("search")}"? .*exit`));
    expect(output).toContain("OpenJDK Runtime Environment");
    await stack.succeed("destroy", "--yes");
    expect(await stack.leftovers()).toEqual([]);
  });

  it("because the engine goes away says so, and the next command goes on", async () => {
    configure({});
    const proxy = new EngineProxy();
    stack.extraEnv = { DOCKER_HOST: await proxy.listen() };
    const up = stack.pulumi("up", "--yes", "--skip-preview");
    await eventually("the first container", async () => {
      expect(Object.keys(await stack.containers())).not.toEqual([]);
    });
    proxy.close();
    const { code, output } = await up;
    stack.extraEnv = {};
    expect(code).not.toBe(0);
    expect(output).toMatch(/Cannot connect to the Docker daemon|error during connect/);
    expect((await stack.npm("down")).code).toBe(0);
    expect(await stack.leftovers()).toEqual([]);
  });

  it("because a table is not there says so in MySQL's words", async () => {
    configure({
      tables: [{ table: "products.no_such_table", id: "id", mapping: "indices/products.json" }],
    });
    const { code, output } = await stack.pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toContain("Table 'products.no_such_table' doesn't exist");
    for (const who of ["root", "app", "cdc"]) expect(output).not.toContain(odd(who));
  });

  it("is put right by the next one, with passwords of quotes, `$`, backslash, newline and Korean letters", async () => {
    configure({ protectData: true });
    await stack.up();
    const statement =
      "INSERT INTO products.products VALUES (900001, 'T-1', 'kept', NULL, 1, 0, NULL, NOW(6))";
    await stack.sql("shard0", statement, "app", odd("app"));
    await expectKeptRow();
    await stack.succeed("preview", "--refresh", "--expect-no-changes");
  });
});

describe("containers that were removed and stopped by hand", () => {
  it("are brought back by `npm start`, with every row", async () => {
    await docker(["rm", "-f", stack.mysqlContainer("shard0"), stack.container("watcher")]);
    await docker(["stop", stack.container("search")]);
    const { code, output } = await stack.npm("start");
    expect(output).toContain(`container ${stack.mysqlContainer("shard0")} is gone: it is made anew`);
    expect(output).toContain(`container ${stack.container("search")} was exited: docker start`);
    expect(output).toContain("Shardview is up (stack test-failures).");
    expect(code).toBe(0);
    await expectKeptRow();
    await stack.succeed("preview", "--refresh", "--expect-no-changes");
  });
});

describe("protected data", () => {
  it("outlives `npm run down`", async () => {
    const { output } = await stack.npm("down");
    expect(output).toContain("shardview-test-failures-mysql-shard0");
    expect((await stack.leftovers()).filter((line) => !line.startsWith("volume "))).toEqual([]);
  });
});

describe("an `up` that is killed", () => {
  it("is finished by the next one, and what was protected is there again", async () => {
    await killedUp();
    configure({ protectData: false });
    expect((await stack.npm("start")).output).toContain("Shardview is up (stack test-failures).");
    expect(await stack.sql("shard0", "SELECT name FROM products.products WHERE id = 900001")).toBe("kept");
    await expectKeptRow();
  });

  it("leaves nothing that destroy does not remove, and so does one whose containers were removed by hand", async () => {
    await docker(["rm", "-f", ...Object.values(await stack.containers())]);
    await stack.succeed(
      "refresh",
      "--yes",
      "--skip-preview",
      "--target",
      "**docker:index/container:Container**",
    );
    const gone = await stack.npm("down");
    expect(gone.code, gone.output).toBe(0);
    expect(await stack.leftovers()).toEqual([]);
    await killedUp();
    const { code, output } = await stack.npm("down");
    expect(code, output).toBe(0);
    expect(await stack.leftovers()).toEqual([]);
  });
});

describe("an image that does not build", () => {
  it("fails `up` with the builder's own words", async () => {
    const copy = mkdtempSync(join(tmpdir(), "shardview-copy-"));
    const { stdout } = await run("git", ["ls-files"]);
    for (const file of stdout.trim().split("\n")) cpSync(join(ROOT, file), join(copy, file));
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
    appendFileSync(
      join(copy, "images/jre/Dockerfile"),
      "\nRUN echo this step was made to fail >&2 && false\n",
    );
    const broken = new TestStack("test-broken", 14_000, 1, undefined, copy);
    broken.buildsImages = true;
    await broken.init();
    try {
      const { code, output } = await broken.pulumi("up", "--yes", "--skip-preview");
      expect(code).not.toBe(0);
      expect(output).toContain("this step was made to fail");
    } finally {
      await broken.remove();
      rmSync(copy, { recursive: true, force: true });
    }
  });
});

/** Starts `npm start` and kills it, the hard way, when some containers run. */
async function killedUp(): Promise<void> {
  const parts = await killOnce(stack, ["start"], "some containers", async () => {
    expect(Object.keys(await stack.containers()).length).toBeGreaterThan(2);
  });
  expect(parts).not.toEqual([]);
  await expectEnd(parts);
}

/** The engine behind a socket of its own, which can be cut. */
class EngineProxy {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer((client) => {
    const engine = connect(process.env["DOCKER_HOST"]?.replace("unix://", "") ?? "/var/run/docker.sock");
    for (const socket of [client, engine]) {
      this.sockets.add(socket);
      socket.on("error", () => socket.destroy());
    }
    client.pipe(engine).pipe(client);
  });

  async listen(): Promise<string> {
    const path = join(mkdtempSync(join(tmpdir(), "shardview-proxy-")), "docker.sock");
    await new Promise<void>((done) => this.server.listen(path, done));
    return `unix://${path}`;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}
