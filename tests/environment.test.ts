import { mkdtempSync, writeFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import axios from "axios";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeChaos } from "./chaos.suite";
import { WITHOUT_C2 } from "./support/built-images";
import { docker, eventually, run } from "./support/run";
import { PASSWORDS } from "./support/running-stack";
import { TestStack } from "./support/stack";
import { Writer } from "./support/writer";

const stack = new TestStack("test-env", 10_000);
const SHARDS = ["shard0", "shard1", "shard2"];
const index = (shard: string) => `${shard}.products.products-000001`;

beforeAll(async () => {
  stack.unlikeDefault = { jvmOptions: WITHOUT_C2 }; // and a watcher
  stack.buildsImages = true;
  await stack.init();
  const { code, output } = await stack.npm("start");
  expect(output).toContain("shard2");
  expect(code).toBe(0);
});

afterAll(async () => {
  await stack.remove();
});

describe("npm start", () => {
  it("ends with every connector and task RUNNING", async () => {
    const { data } = await axios.get<
      Record<string, { status: { connector: { state: string }; tasks: { state: string }[] } }>
    >(`${stack.connectUrl}/connectors?expand=status`);
    const states = Object.entries(data).map(([name, { status }]) => [
      name,
      status.connector.state,
      ...status.tasks.map((t) => t.state),
    ]);
    expect(states.sort()).toEqual([
      ["inventory-connector-0", "RUNNING", "RUNNING"],
      ["inventory-connector-1", "RUNNING", "RUNNING"],
      ["inventory-connector-2", "RUNNING", "RUNNING"],
    ]);
  });

  it("ends with every row of every shard searchable, different rows in each", async () => {
    for (const shard of SHARDS) {
      const rows = await stack.rows(shard);
      expect(rows).toBeGreaterThan(1000);
      expect(await stack.count(index(shard))).toBe(rows);
    }
    const skus = await Promise.all(
      SHARDS.map((shard) => stack.sql(shard, "SELECT sku, name FROM products.products WHERE id = 1")),
    );
    expect(new Set(skus).size).toBe(3);
  });

  it("shows the topics with the document's own command", async () => {
    expect(await stack.topics()).toEqual(
      expect.arrayContaining(
        SHARDS.flatMap((shard) => [`${shard}.products.products`, `schemahistory.${shard}`]),
      ),
    );
  });

  it("publishes every port on 127.0.0.1 only", async () => {
    const ids = Object.values(await stack.containers());
    const bindings = await docker(["inspect", "--format", "{{json .NetworkSettings.Ports}}", ...ids]);
    const hosts = [...bindings.matchAll(/"HostIp":"([^"]*)"/g)].map((match) => match[1]);
    expect(hosts).toHaveLength(6);
    expect(new Set(hosts)).toEqual(new Set(["127.0.0.1"]));
  });

  it("runs every process as a user other than root, and every health test passes", async () => {
    for (const name of Object.keys(await stack.containers())) {
      const user = await docker([
        "exec",
        name,
        "sh",
        "-c",
        "cat /proc/1/status | sed -n 's/^Uid:\\t\\([0-9]*\\).*/\\1/p'",
      ]);
      expect(user, name).not.toBe("0");
      await eventually(`${name} to be healthy`, async () => {
        expect(await docker(["inspect", "--format", "{{.State.Health.Status}}", name])).toBe("healthy");
      });
    }
  });
});

describe("the shards", () => {
  it("have ROW binlog, GTIDs, ids of their own and the connectors' time zone", async () => {
    const variables = "@@binlog_format, @@binlog_row_image, @@gtid_mode, @@character_set_server, @@time_zone";
    for (const shard of SHARDS) {
      expect(await stack.sql(shard, `SELECT ${variables}`)).toBe("ROW\tFULL\tON\tutf8mb4\tAsia/Seoul");
    }
    for (const own of ["@@server_id", "@@server_uuid"]) {
      const values = await Promise.all(SHARDS.map((shard) => stack.sql(shard, `SELECT ${own}`)));
      expect(new Set(values).size, own).toBe(3);
    }
  });

  it("executed only transactions of their own", async () => {
    for (const shard of SHARDS) {
      const [uuid, executed] = (await stack.sql(shard, "SELECT @@server_uuid, @@gtid_executed")).split("\t");
      expect(executed).toMatch(new RegExp(`^${uuid}:[0-9-]+$`));
    }
  });

  it("know the wall clock of the configured zone", async () => {
    expect(await stack.sql("shard0", "SELECT TIMEDIFF(NOW(), UTC_TIMESTAMP())")).toBe("09:00:00");
  });
});

describe("a change in a shard", () => {
  it.each(SHARDS)("of %s reaches the search engine: insert, update, delete", async (shard) => {
    await stack.sql(
      shard,
      `INSERT INTO products.products VALUES (900001, 'T-1', '노란 우산', '비 오는 날', 12.30, 5, '2026-02-03', '2026-02-03 04:05:06.123456')`,
    );
    const byId = { query: { ids: { values: ["900001"] } } };
    await eventually("the insert", async () => {
      const { hits } = await stack.search(index(shard), byId);
      expect(hits.map((hit) => hit._source)).toEqual([
        {
          id: 900001,
          sku: "T-1",
          name: "노란 우산",
          description: "비 오는 날",
          price: "12.30",
          stock: 5,
          released_on: "2026-02-03Z",
          updated_at: "2026-02-03T04:05:06.123456Z",
        },
      ]);
    });
    await stack.sql(shard, "UPDATE products.products SET name = '파란 우산' WHERE id = 900001");
    await eventually("the update", async () => {
      expect(
        (await stack.search(index(shard), { query: { match: { name: "파란" } } })).hits.map((h) => h._id),
      ).toContain("900001");
    });
    await stack.sql(shard, "DELETE FROM products.products WHERE id = 900001");
    await eventually("the delete", async () => {
      expect((await stack.search(index(shard), byId)).total).toBe(0);
    });
  });

  it("with equal primary keys in two shards makes two documents under the alias", async () => {
    for (const shard of ["shard0", "shard1"]) {
      await stack.sql(
        shard,
        `INSERT INTO products.products VALUES (900002, 'T-2', '${shard} twin', NULL, 1, 0, NULL, NOW(6))`,
      );
    }
    await eventually("both", async () => {
      const { hits } = await stack.search("products", { query: { ids: { values: ["900002"] } } });
      expect(hits.map((hit) => hit._index).sort()).toEqual([index("shard0"), index("shard1")]);
    });
  });

  it("keeps decimals, dates, NULL, emoji and 4-byte text as they are", async () => {
    const name = "김치 🥬 𠀋 'quoted' \\\\ \\\"x\\\"";
    await stack.sql(
      "shard2",
      `INSERT INTO products.products VALUES (900003, 'T-3', '${name.replaceAll("'", "''")}', NULL, 9999999999.99, -2147483648, '1000-01-01', '9999-12-31 23:59:59.999999')`,
    );
    await eventually("the row", async () => {
      const { hits } = await stack.search(index("shard2"), { query: { ids: { values: ["900003"] } } });
      expect(hits.map((hit) => hit._source)).toEqual([
        {
          id: 900003,
          sku: "T-3",
          name: "김치 🥬 𠀋 'quoted' \\ \"x\"",
          description: null,
          price: "9999999999.99",
          stock: -2147483648,
          released_on: "1000-01-01Z",
          updated_at: "9999-12-31T23:59:59.999999Z",
        },
      ]);
    });
  });

  it("finds the rows of a Korean word in all shards", async () => {
    const { hits } = await stack.search("products", { size: 1000, query: { match: { name: "이어폰" } } });
    const found = new Map<string, number>();
    for (const hit of hits) found.set(hit._index, (found.get(hit._index) ?? 0) + 1);
    const total = await stack.search("products", { size: 0, query: { match: { name: "이어폰" } } });
    const rows = await Promise.all(
      SHARDS.map((shard) =>
        stack.sql(shard, "SELECT COUNT(*) FROM products.products WHERE name LIKE '%이어폰%'"),
      ),
    );
    expect(total.total).toBe(rows.reduce((sum, count) => sum + Number(count), 0));
    expect(found.size).toBe(3);
  });
});

describe("the CDC account", () => {
  const asCdc = (statement: string) => stack.sql("shard0", statement, "debezium", PASSWORDS.cdcPassword);

  it("has just the grants that a connector needs", async () => {
    expect((await stack.sql("shard0", "SHOW GRANTS FOR debezium")).split("\n")).toEqual([
      "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO `debezium`@`%`",
      "GRANT FLUSH_TABLES ON *.* TO `debezium`@`%`",
      "GRANT SELECT ON `products`.`products` TO `debezium`@`%`",
    ]);
  });

  it("is refused without TLS", async () => {
    const args = ["exec", "-e", "MYSQL_PWD", "shardview-test-env-mysql-13308", "mysql", "--user=debezium"];
    const { code, output } = await run(
      "docker",
      [...args, "--host=127.0.0.1", "--ssl-mode=DISABLED", "--execute=DO 0"],
      { MYSQL_PWD: PASSWORDS.cdcPassword },
    );
    expect({ code, output }).toMatchObject({ code: 1 });
    expect(output).toMatch(/secure connection|Access denied/);
  });

  it("reads the captured table and can do nothing else", async () => {
    expect(Number(await asCdc("SELECT COUNT(*) FROM products.products"))).toBeGreaterThan(1000);
    await expect(asCdc("DELETE FROM products.products")).rejects.toThrow(
      "DELETE command denied to user 'debezium'",
    );
    await expect(asCdc("SELECT * FROM mysql.user")).rejects.toThrow(
      "SELECT command denied to user 'debezium'",
    );
    await expect(asCdc("CREATE TABLE products.x (id INT)")).rejects.toThrow(
      "CREATE command denied to user 'debezium'",
    );
    await expect(asCdc("CREATE USER mallory")).rejects.toThrow("Access denied");
    expect(await asCdc("SHOW DATABASES")).not.toContain("mysql");
  });
});

describe("root", () => {
  it("does not come in over the network, with its password", async () => {
    const image = await docker(["inspect", "--format", "{{.Image}}", "shardview-test-env-mysql-13308"]);
    const { output } = await run(
      "docker",
      [
        ...["run", "--rm", "--network", "shardview-test-env", "--entrypoint", "mysql", "--env", "MYSQL_PWD"],
        ...[image, "--host=mysql-13308", "--user=root", "--execute=DO 0"],
      ],
      { MYSQL_PWD: PASSWORDS.rootPassword },
    );
    expect(output).toContain("Access denied for user 'root'");
  });
});

/** The errors that Connect finds in the first connector's configuration with these changes, by key. */
async function faultsOf(changes: Record<string, string>): Promise<Record<string, string[]>> {
  const { data: config } = await axios.get<Record<string, string>>(
    `${stack.connectUrl}/connectors/inventory-connector-0/config`,
  );
  const { data } = await axios.put<{ configs: { value: { name: string; errors: string[] } | null }[] }>(
    `${stack.connectUrl}/connector-plugins/${config["connector.class"]}/config/validate`,
    { ...config, ...changes },
  );
  return Object.fromEntries(
    data.configs.flatMap(({ value }) => (value?.errors.length ? [[value.name, value.errors]] : [])),
  );
}

describe("Connect", () => {
  it("speaks to a shard that has the certificate which is known of it, and to no other", async () => {
    expect(await faultsOf({})).toEqual({});
    const another = { "database.ssl.truststore": "/run/secrets/connect/shard1-ca.pem.p12" };
    expect(JSON.stringify(await faultsOf(another))).toContain("Failed to establish connection");
  });

  it("lets a connector override how much its clients send, not whom they speak to or as whom", async () => {
    expect(await faultsOf({ "producer.override.linger.ms": "5" })).toEqual({});
    const refusal = (key: string) => [
      `The 'Allowlist' policy does not allow '${key}' to be overridden in the connector configuration.`,
    ];
    const keys = ["bootstrap.servers", "sasl.jaas.config"];
    const overrides = Object.fromEntries(keys.map((key) => [`producer.override.${key}`, "x"]));
    expect(await faultsOf(overrides)).toEqual(
      Object.fromEntries(keys.map((key) => [`producer.override.${key}`, refusal(key)])),
    );
  });

  it("has no admin endpoints", async () => {
    const { status } = await axios.get(`${stack.connectUrl}/admin/loggers`, { validateStatus: () => true });
    expect(status).toBe(404);
  });

  it("loads no login module but those of PLAIN and SCRAM", async () => {
    const { data } = await axios.get<Record<string, string>>(
      `${stack.connectUrl}/connectors/inventory-connector-0/config`,
    );
    const client = "schema.history.internal.producer";
    const connector = `${stack.connectUrl}/connectors/mallory`;
    await axios.put(`${connector}/config`, {
      ...data,
      name: "mallory",
      "database.server.id": "9901",
      "topic.prefix": "mallory",
      [`${client}.security.protocol`]: "SASL_PLAINTEXT",
      [`${client}.sasl.mechanism`]: "PLAIN",
      [`${client}.sasl.jaas.config`]: "com.sun.security.auth.module.JndiLoginModule required;",
    });
    await eventually("the task's end", async () => {
      const status = await axios.get<{ tasks: { state: string; trace?: string }[] }>(`${connector}/status`);
      expect(status.data.tasks[0]?.trace).toContain("JndiLoginModule is not allowed");
    });
    await axios.delete(connector);
  });
});

describe("Kafka", () => {
  it("is not reachable from another network, nor by another address of this machine", async () => {
    const name = "shardview-test-env-kafka";
    const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}} {{.Image}}";
    const [address = "", image = ""] = (await docker(["inspect", "--format", format, name])).split(" ");
    const tryPort = `timeout 3 bash -c '</dev/tcp/${address}/29092'`;
    // The same, from beside it, so that the refusal is not the command's.
    const from = async (network: string) =>
      (
        await run("docker", [
          "run",
          "--rm",
          "--network",
          network,
          "--entrypoint",
          "bash",
          image,
          "-c",
          tryPort,
        ])
      ).code;
    expect([await from("shardview-test-env"), await from("bridge")]).toEqual([0, 124]);
    const others = Object.values(networkInterfaces()).flatMap((addresses) =>
      (addresses ?? []).filter(({ family, internal }) => family === "IPv4" && !internal),
    );
    for (const { address: own } of others) {
      for (const port of [stack.ports.kafkaPort, 29092]) {
        expect((await run("bash", ["-c", `timeout 3 bash -c '</dev/tcp/${own}/${port}'`])).code).not.toBe(0);
      }
    }
  });
});

/** The beginnings of the texts of containers, Connect and state that hold one of these passwords, as it is or in base64. */
async function leaks(passwords: string[]): Promise<string[]> {
  const containers = Object.keys(await stack.containers());
  const texts = await Promise.all([
    docker(["inspect", ...containers]),
    ...containers.map((name) => docker(["logs", name])),
    ...containers.map((name) => docker(["top", name, "-eo", "pid,args"])),
    axios
      .get(`${stack.connectUrl}/connectors?expand=info&expand=status`)
      .then(({ data }) => JSON.stringify(data)),
    stack.succeed("stack", "export").then(({ output }) => output),
    stack.succeed("preview", "--refresh", "--diff", "--expect-no-changes").then(({ output }) => output),
  ]);
  const forms = passwords.flatMap((password) => [password, Buffer.from(password).toString("base64")]);
  return texts.filter((text) => forms.some((form) => text.includes(form))).map((text) => text.slice(0, 200));
}

describe("the passwords", () => {
  it("are in no container's settings, log, process arguments or REST answer, nor in clear in the state or a preview, which plans no change", async () => {
    expect(await leaks(Object.values(PASSWORDS))).toEqual([]);
  });
});

describe("a second run", () => {
  it("of `npm start` changes nothing and finishes with the same containers", async () => {
    const before = await stack.containers();
    const { code, output } = await stack.npm("start");
    expect(code).toBe(0);
    expect(output).toMatch(/\d+ unchanged/);
    expect(output).not.toMatch(/\d+ (created|updated|replaced|deleted)/);
    expect(output).not.toMatch(/warning/i);
    expect(await stack.containers()).toEqual(before);
  });
});

describe("refresh", () => {
  const connectors = `${stack.connectUrl}/connectors`;

  it("shows connectors and indexes that were changed by hand, and `up` puts them right with every row", async () => {
    const changed = `${connectors}/inventory-connector-0/config`;
    const { data } = await axios.get<Record<string, string>>(changed);
    await axios.put(changed, { ...data, "snapshot.fetch.size": "500" });
    await axios.put(`${connectors}/inventory-connector-1/pause`, {});
    await axios.delete(`${connectors}/inventory-connector-2`);
    await axios.delete(`${stack.searchUrl}/${index("shard0")}`);
    await axios.delete(`${stack.searchUrl}/${index("shard1")}/_alias/products`);
    await eventually("the pause", async () => {
      const status = await axios.get<{ tasks: { state: string }[] }>(
        `${connectors}/inventory-connector-1/status`,
      );
      expect(status.data.tasks[0]?.state).toBe("PAUSED");
    });
    const drift = {
      "Connector shard0": "update",
      "Connector shard1": "update",
      "Connector shard2": "create",
      "SearchIndex shard0.products.products": "create",
      "SearchIndex shard1.products.products": "update",
    };
    expect(await stack.previewSteps("--refresh")).toEqual(drift);
    expect((await stack.up("--refresh")).steps).toEqual(drift);
    expect(await stack.count("products")).toBe(await stack.rows(...SHARDS));
  });
});

describe("one more shard", () => {
  it("shows only its own resources in the preview, and `up` leaves every other container as it was", async () => {
    const before = await stack.containers();
    stack.shards.push(stack.shard(3));
    stack.writeConfig();
    const steps = Object.keys(await stack.previewSteps());
    expect(steps.length).toBeGreaterThan(8);
    expect(steps.filter((step) => !/shard3|inventory-connector-3/.test(step))).toEqual([]);
    await stack.up();
    expect(await stack.containers()).toMatchObject(before);
    expect(await stack.count(index("shard3"))).toBe(await stack.rows("shard3"));
  });

  it("in the middle of the list is removed with its own things only", async () => {
    const others = await stack.containers();
    delete others["shardview-test-env-mysql-13309"];
    stack.shards = stack.shards.filter((shard) => shard.name !== "shard1");
    stack.writeConfig();
    const { steps } = await stack.up();
    expect(Object.keys(steps).filter((step) => !/shard1|inventory-connector-1/.test(step))).toEqual([]);
    expect(new Set(Object.values(steps))).toEqual(new Set(["delete"]));
    expect(await stack.containers()).toEqual(others);
    expect((await stack.topics()).filter((topic) => topic.includes("shard1"))).toEqual([]);
    expect((await axios.get<string[]>(`${stack.connectUrl}/connectors`)).data.sort()).toEqual([
      "inventory-connector-0",
      "inventory-connector-2",
      "inventory-connector-3",
    ]);
  });
});

describe("another captured table", () => {
  const folder = mkdtempSync(join(tmpdir(), "shardview-mapping-"));

  it("that is still empty gets its topic and index, and its rows arrive from then on", async () => {
    const mapping = join(folder, "notes.json");
    writeFileSync(mapping, JSON.stringify({ mappings: { properties: { code: { type: "keyword" } } } }));
    for (const { name } of stack.shards) {
      await stack.sql(name, "CREATE TABLE products.notes (code VARCHAR(20) PRIMARY KEY, text VARCHAR(200))");
    }
    const products = { table: "products.products", id: "id", mapping: "indices/products.json" };
    stack.settings = { tables: [products, { table: "products.notes", id: "code", mapping }] };
    stack.writeConfig();
    const { steps } = await stack.up();
    expect(Object.values(steps)).not.toContain("replace");
    expect(await stack.count("notes")).toBe(0);
    await stack.sql("shard2", "INSERT INTO products.notes VALUES ('첫째', 'A text key')");
    await eventually("the row", async () => {
      const { hits } = await stack.search("notes", { query: { term: { code: "첫째" } } });
      expect(hits.map((hit) => [hit._id, hit._source])).toEqual([
        ["첫째", { code: "첫째", text: "A text key" }],
      ]);
    });
    expect(await stack.count("products")).toBeGreaterThan(5000);
  });

  it("with another mapping has its indexes built again from their topics, and no other is touched", async () => {
    const mapping = join(folder, "notes.json");
    const properties = { code: { type: "keyword" }, text: { type: "text" } };
    writeFileSync(mapping, JSON.stringify({ mappings: { properties } }));
    const { steps } = await stack.up();
    expect(Object.keys(steps).sort()).toEqual(
      stack.shards.map(({ name }) => `SearchIndex ${name}.products.notes`).sort(),
    );
    expect((await stack.search("notes", { query: { match: { text: "key" } } })).total).toBe(1);
    await stack.succeed("preview", "--refresh", "--expect-no-changes");
  });
});

describe("another password", () => {
  const LAST = "the last one";
  const password = "new $'\"\\ 비밀";
  const asCdc = (word: string) => stack.sql("shard0", "DO 0", "debezium", word);
  const binlogReader = () =>
    stack.sql(
      "shard0",
      "SELECT id FROM information_schema.processlist WHERE user = 'debezium' AND command LIKE 'Binlog Dump%'",
    );

  /** Kills the connection through which the connector reads, and waits until it has another. */
  async function loseConnection(): Promise<void> {
    const lost = await binlogReader();
    await stack.sql("shard0", `KILL ${lost}`);
    const another = async () => {
      const now = await binlogReader();
      expect(now).toMatch(/^\d+$/);
      expect(now).not.toBe(lost);
    };
    await eventually("another connection", another, 180);
  }

  it("is carried out under writes without another change, the old one ends, and no row is lost", async () => {
    const writer = new Writer(stack, "shard0").duringTest();
    await writer.more(5);
    const before = await stack.containers();
    await stack.setPasswords({ cdcPassword: password });
    const commands = ["setup", "password", "discard-old-password"];
    const { steps } = await stack.up();
    expect(steps).toEqual(
      Object.fromEntries(
        stack.shards.flatMap(({ name }) => commands.map((what) => [`Command ${name}-${what}`, "update"])),
      ),
    );
    await writer.more(5);
    await writer.allArrived();
    expect(await stack.containers()).toEqual(before);
    expect(await asCdc(password)).toBe("");
    await expect(asCdc(PASSWORDS.cdcPassword)).rejects.toThrow("Access denied for user 'debezium'");
  });

  it("that is interrupted after MySQL's part leaves both valid", async () => {
    await stack.setPasswords({ cdcPassword: LAST });
    const setup = "shardview:index:MysqlShard$command:local:Command::shard0-setup";
    await stack.up("--target", `urn:pulumi:test-env::shardview::${setup}`);
    expect(await Promise.all([asCdc(password), asCdc(LAST)])).toEqual(["", ""]);
  });

  it("is finished by the next `up`, which takes over other passwords of root and application too, and replaces no container", async () => {
    const [root, app] = ["root $'\"\\ 비밀", "app $'\"\\ 비밀"];
    const before = await stack.containers();
    await stack.setPasswords({ rootPassword: root, appPassword: app });
    const { steps } = await stack.up();
    expect(steps).toMatchObject(
      Object.fromEntries(stack.shards.map(({ name }) => [`Command ${name}-setup`, "update"])),
    );
    expect(new Set(Object.values(steps))).toEqual(new Set(["update"]));
    expect(await stack.containers()).toEqual(before);
    expect(await asCdc(LAST)).toBe("");
    await expect(asCdc(password)).rejects.toThrow("Access denied for user 'debezium'");
    expect(await stack.sql("shard0", "DO 0", "app", app)).toBe("");
    for (const [user, old] of [
      ["app", PASSWORDS.appPassword],
      ["root", PASSWORDS.rootPassword],
    ]) {
      await expect(stack.sql("shard0", "DO 0", user, old)).rejects.toThrow("Access denied");
    }
  });

  it("lets the connector come back when it loses its connection", async () => {
    await loseConnection();
    const writer = new Writer(stack, "shard0", "K").duringTest();
    await writer.more(1);
    await writer.allArrived();
  });
});

interface Inspected {
  Name: string;
  HostConfig: {
    CapDrop: string[];
    SecurityOpt: string[];
    ReadonlyRootfs: boolean;
    Memory: number;
    MemorySwap: number;
    PidsLimit: number;
    LogConfig: { Type: string; Config: Record<string, string> };
  };
}

describe("the containers", () => {
  it("have no capability, no new privilege, a bound for everything, and write to volumes and /tmp only but for MySQL", async () => {
    const names = Object.keys(await stack.containers());
    const containers = JSON.parse(await docker(["inspect", ...names])) as Inspected[];
    for (const { Name: name, HostConfig: host } of containers) {
      expect(host, name).toMatchObject({
        CapDrop: ["ALL"],
        SecurityOpt: ["no-new-privileges"],
        ReadonlyRootfs: !name.includes("-mysql-"),
        MemorySwap: host.Memory,
        PidsLimit: 2048,
        LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } },
      });
      expect(host.Memory, name).toBeGreaterThan(0);
    }
  });

  it("stop cleanly when asked to, keep their data, and the pipeline goes on when they run again", async () => {
    const containers = Object.keys(await stack.containers());
    await docker(["stop", "--time", "60", ...containers]);
    const exits = await docker(["inspect", "--format", "{{.Name}} {{.State.ExitCode}}", ...containers]);
    // 143 is a JVM's own end after SIGTERM; 137 would be the kill after the grace period.
    expect(exits.split("\n").filter((line) => !/ (0|143)$/.test(line))).toEqual([]);
    await docker(["start", ...containers]);
    const statement =
      "INSERT INTO products.products VALUES (900010, 'T-10', 'again', NULL, 1, 0, NULL, NOW(6))";
    const insert = async () => {
      await stack.sql("shard2", statement);
    };
    await eventually("MySQL", insert, 120);
    await eventually(
      "the row",
      async () => {
        const { total } = await stack.search(index("shard2"), { query: { ids: { values: ["900010"] } } });
        expect(total).toBe(1);
      },
      180,
    );
    expect(await stack.count("products")).toBe(await stack.rows(...stack.shards.map(({ name }) => name)));
  });
});

describeChaos(stack);

describe("npm run down", () => {
  it("leaves no container, network or volume, and touches nothing else", async () => {
    await docker(["volume", "create", "shardview-test-bystander"]);
    const { code, output } = await stack.npm("down");
    expect(output).not.toContain("error");
    expect(code).toBe(0);
    expect(await stack.leftovers()).toEqual([]);
    await docker(["volume", "rm", "shardview-test-bystander"]);
  });

  it("has nothing to do a second time", async () => {
    expect((await stack.npm("down")).code).toBe(0);
  });
});
