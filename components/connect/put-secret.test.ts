import { execFile } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeCommand } from "../testing/fake-command";
import { scriptedServer, type Script } from "../testing/http-server";

const RESTART = "POST /connectors/c/tasks/0/restart";
const STATUS = "GET /connectors/c/status";
const status = (state: string) => ({
  status: 200,
  body: { name: "c", connector: { state: "RUNNING" }, tasks: [{ id: 0, state }], type: "source" },
});

/** Runs the script as the container would; its Connect answers by the script. `files` are there before. */
async function putSecret(script: Script, files: Record<string, string> = {}, timeout = 20, name = "secret") {
  const server = await scriptedServer(script);
  const { folder, path } = fakeCommand("curl", [
    // The worker's port is fixed in the container, not here.
    `for arg; do shift; set -- "$@" "$(printf %s "$arg" | sed "s|http://localhost:8083|${server.url}|")"; done`,
    'PATH=${PATH#*:} exec curl "$@"',
  ]);
  const secret = join(folder, name);
  const tools = { openssl: "#!/bin/sh\nexit 1\n", keytool: "#!/bin/sh\n" };
  for (const [file, content] of Object.entries({ ...tools, ...files }))
    writeFileSync(join(folder, file), content);
  for (const tool of Object.keys(tools)) chmodSync(join(folder, tool), 0o755);
  const text = readFileSync(join(__dirname, "put-secret.sh"), "utf8");
  const ended = await new Promise<{ code: number; stderr: string }>((resolve) => {
    const args = ["-c", text, "put-secret", secret, "c", String(timeout)];
    const child = execFile("sh", args, { env: { PATH: path } }, (error, _stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stderr });
    });
    child.stdin?.end("new\n");
  });
  const left = ["new", "pending", "p12.new"].filter((end) => existsSync(`${secret}.${end}`));
  const content = existsSync(secret) ? readFileSync(secret, "utf8") : undefined;
  return { ...ended, lines: server.lines(), content, left, secret };
}

describe("put-secret.sh", () => {
  it("writes the secret and has the connector's task started again, also while the group rebalances", async () => {
    const result = await putSecret(
      {
        [RESTART]: [{ status: 409, body: { message: "rebalance" } }, { status: 204 }],
        [STATUS]: [status("RUNNING"), status("UNASSIGNED"), status("RUNNING")],
      },
      { secret: "old" },
    );
    expect(result).toMatchObject({ code: 0, stderr: "", content: "new\n", left: [] });
    expect(result.lines).toEqual([STATUS, RESTART, RESTART, STATUS, STATUS]);
  });

  it("waits for a task that had failed, for example because the old secret was refused", async () => {
    const script = {
      [RESTART]: { status: 204 },
      [STATUS]: [status("FAILED"), status("FAILED"), status("RUNNING")],
    };
    const result = await putSecret(script, { secret: "old" });
    expect(result).toMatchObject({ code: 0, stderr: "", left: [] });
  });

  it("writes the secret of a connector that is still to be created", async () => {
    const unknown = { status: 404, body: { message: "Unknown connector c" } };
    const result = await putSecret({ [STATUS]: unknown, [RESTART]: unknown });
    expect(result).toMatchObject({
      code: 0,
      stderr: "",
      content: "new\n",
      left: [],
      lines: [STATUS, RESTART],
    });
  });

  it("leaves a paused connector paused", async () => {
    const script = { [RESTART]: { status: 204 }, [STATUS]: status("PAUSED") };
    const result = await putSecret(script, { secret: "old" });
    expect(result).toMatchObject({ code: 0, left: [], lines: [STATUS, RESTART, STATUS] });
  });

  it("does nothing when the file holds the secret already", async () => {
    const result = await putSecret({}, { secret: "new\n" });
    expect(result).toMatchObject({ code: 0, stderr: "", content: "new\n", left: [], lines: [] });
  });

  it("finishes what an interrupted run began, although the file is the same", async () => {
    const script = { [RESTART]: { status: 204 }, [STATUS]: status("RUNNING") };
    const result = await putSecret(script, { secret: "new\n", "secret.pending": "" });
    expect(result).toMatchObject({ code: 0, left: [], lines: [STATUS, RESTART, STATUS] });
  });

  it("gives up with Connect's words when the task fails with the secret, and the next run tries again", async () => {
    const script = { [RESTART]: { status: 204 }, [STATUS]: [status("RUNNING"), status("FAILED")] };
    const result = await putSecret(script, { secret: "old" });
    expect(result).toMatchObject({ code: 1, content: "new\n", left: ["pending"] });
    expect(result.stderr).toBe(
      "connector http://localhost:8083/connectors/c has not taken up its new secret; the next 'up' tries again. " +
        `Connect's last answer:\n${JSON.stringify(status("FAILED").body)}\n`,
    );
  });

  it("gives up when Connect does not answer in time", async () => {
    const result = await putSecret({ [RESTART]: { status: 503, body: "starting" } }, {}, 0);
    expect(result).toMatchObject({ code: 1, left: ["pending"] });
    expect(result.stderr).toContain("Connect's last answer:\nstarting 503\n");
  });

  // `openssl ... -in <certificate> -out <store> ...` and `keytool ... -file <certificate> -keystore <store> ...`
  const maker = (option: string, store: string): string =>
    `#!/bin/sh\nwhile [ "$1" != ${option} ]; do shift; done\n(echo ${store} of; cat "$2") > "$4"\n`;
  const [openssl, keytool] = [maker("-in", "store"), maker("-file", "another store")];
  const unknown = { status: 404, body: { message: "Unknown connector c" } };
  const none = { [STATUS]: unknown, [RESTART]: unknown };

  it("makes a key store of a certificate, beside it", async () => {
    const result = await putSecret(none, { openssl, keytool }, 20, "ca.pem");
    expect(result).toMatchObject({ code: 0, stderr: "", content: "new\n", left: [] });
    expect(readFileSync(`${result.secret}.p12`, "utf8")).toBe("store of\nnew\n");
  });

  it("makes it with keytool where openssl cannot, for example in another image", async () => {
    const unfit = `${openssl}echo pkcs12: Unknown option: -jdktrust >&2\nexit 1\n`;
    const result = await putSecret(none, { openssl: unfit, keytool }, 20, "ca.pem");
    expect(result).toMatchObject({ code: 0, stderr: "", content: "new\n", left: [] });
    expect(readFileSync(`${result.secret}.p12`, "utf8")).toBe("another store of\nnew\n");
  });

  it("changes nothing when what it gets is no certificate, and says so", async () => {
    const refusing = "#!/bin/sh\necho Input not an X.509 certificate\nexit 1\n";
    const files = { keytool: refusing, "ca.pem": "old\n", "ca.pem.p12": "old store" };
    const result = await putSecret({}, files, 20, "ca.pem");
    expect(result).toMatchObject({ code: 1, content: "old\n", left: ["new"], lines: [] });
    expect(result.stderr).toBe("Input not an X.509 certificate\n");
    expect(readFileSync(`${result.secret}.p12`, "utf8")).toBe("old store");
  });
});
