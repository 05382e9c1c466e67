import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checksumOf, downloadedCli, findInstalledCli } from "./pulumi-cli";

const log = { progress: () => undefined, note: () => undefined };
const archive = `pulumi-v3.248.0-${process.platform}-${process.arch}.tar.gz`;

let folder: string;
let server: Server;
let files: Record<string, Buffer>;
let from: { version: string; site: string; cache: string };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "shardview-download-"));
  server = createServer((request, response) => {
    const body = files[request.url ?? ""];
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  from = { version: "3.248.0", site: `http://127.0.0.1:${port}`, cache: join(folder, "cache") };
  mkdirSync(join(folder, "pulumi"));
  writeFileSync(join(folder, "pulumi", "pulumi"), "the official CLI");
  execFileSync("tar", ["-czf", join(folder, archive), "-C", folder, "pulumi"]);
  const content = readFileSync(join(folder, archive));
  const sum = createHash("sha256").update(content).digest("hex");
  files = {
    [`/releases/sdk/${archive}`]: content,
    "/releases/sdk/pulumi-3.248.0-checksums.txt": Buffer.from(`${sum}  ${archive}\n`),
  };
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe("downloadedCli", () => {
  it("unpacks the official archive once its checksum is right", async () => {
    const cli = await downloadedCli(log, from);
    expect(readFileSync(cli?.command ?? "", "utf8")).toBe("the official CLI");
    expect(cli?.version).toBe("3.248.0");
  });

  it("refuses an archive whose checksum differs, and keeps nothing of it", async () => {
    files["/releases/sdk/pulumi-3.248.0-checksums.txt"] = Buffer.from(`0123  ${archive}\n`);
    const sum = createHash("sha256")
      .update(files[`/releases/sdk/${archive}`] ?? "")
      .digest("hex");
    await expect(downloadedCli(log, from)).rejects.toThrow(
      new Error(`${archive} has the checksum ${sum}, its vendor's list says 0123`),
    );
    expect(readdirSync(join(from.cache, "pulumi"))).toEqual([]);
  });

  it("gives up quietly when the site lacks the archive", async () => {
    files = {};
    expect(await downloadedCli(log, from)).toBeUndefined();
  });
});

describe("checksumOf", () => {
  it("finds the line of the file and no other", () => {
    expect(checksumOf("b.tar.gz", "11  a-b.tar.gz\n22  b.tar.gz\n")).toBe("22");
    expect(checksumOf("c.tar.gz", "11  a.tar.gz\n")).toBeUndefined();
  });
});

describe("findInstalledCli", () => {
  function install(name: string, script: string): void {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  it("takes an installed CLI with its language host", async () => {
    rmSync(join(folder, "pulumi"), { recursive: true });
    install("pulumi", "echo v3.250.1");
    install("pulumi-language-nodejs", "");
    expect(await findInstalledCli(folder)).toEqual({
      command: join(folder, "pulumi"),
      version: "3.250.1",
      path: [],
    });
  });

  it("refuses one that is too old, and one without the language host", async () => {
    rmSync(join(folder, "pulumi"), { recursive: true });
    install("pulumi", "echo v3.250.1");
    expect(await findInstalledCli(folder)).toBeUndefined();
    install("pulumi-language-nodejs", "");
    install("pulumi", "echo v3.100.0");
    expect(await findInstalledCli(folder)).toBeUndefined();
  });

  it("finds none on a PATH without it", async () => {
    expect(await findInstalledCli("/nonexistent")).toBeUndefined();
  });
});
