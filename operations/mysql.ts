import { spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import { PASSWORD_FILES } from "../components/mysql-settings";
import { checkInterruption } from "../toolchain/lib/process";
import { adopt } from "../toolchain/lib/signals";

// The password stays in the container, whose official image reads it from the same file, and the server is asked by its
// socket: no account, no address and no certificate is needed here.
const CLIENT = [
  `MYSQL_PWD=$(cat ${PASSWORD_FILES.root}) exec mysql --user=root --batch --raw --skip-column-names`,
  "--quick --max-allowed-packet=1G --default-character-set=utf8mb4",
].join(" ");

// Nothing is written by mistake; times are those of the documents; a client that is slow for a while is not hung up on.
const SESSION =
  "SET SESSION transaction_read_only = ON, time_zone = '+00:00', net_write_timeout = 600, sql_mode = '';\n";

/** What follows all rows. Docker sometimes gives only the beginning of what a command printed, with exit code 0. */
const END = "-- that was all --";

/** Only the beginning of an answer came. To ask again is safe: nothing is written. */
export class CutOff extends Error {
  constructor(container: string) {
    super(`the answer of MySQL in ${container} was cut off`);
  }
}

/**
 * Runs read-only SQL as root in a shard's container and gives the rows as lines, as fast as they are taken.
 * @throws what MySQL says, or docker when the container does not answer, or that there was no answer within `timeout` ms.
 */
export async function* mysqlLines(
  container: string,
  sql: string,
  timeout = 600_000,
): AsyncGenerator<string, void, undefined> {
  checkInterruption();
  const child = spawn("docker", ["exec", "-i", container, "sh", "-c", CLIENT], { stdio: "pipe" });
  adopt(child);
  let said = "";
  const clock = { late: false };
  child.stderr.on("data", (data: Buffer) => (said = `${said}${data.toString()}`.slice(-2000)));
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", (error) => {
      said = error.message;
      resolve(-1);
    });
    child.once("close", resolve);
  });
  const timer = setTimeout(() => {
    clock.late = true;
    child.kill("SIGKILL");
  }, timeout);
  // A container that is not there ends the command before it has read all.
  child.stdin.on("error", () => undefined);
  child.stdin.end(`${SESSION}${sql}\nSELECT '${END}';\n`);
  try {
    let last: string | undefined;
    for await (const line of splitLines(child.stdout)) {
      if (last !== undefined) yield last;
      last = line;
    }
    const code = await ended;
    checkInterruption();
    if (clock.late) throw new Error(`MySQL in ${container} gave no answer within ${timeout / 1000} s`);
    if (code !== 0) throw new Error(said.trim().split("\n").at(-1) || `docker exec ended with ${code}`);
    if (last !== END) throw new CutOff(container);
  } finally {
    clearTimeout(timer);
    child.kill("SIGKILL");
  }
}

/** All rows of a short answer; asks once more when it was cut off. */
export async function mysqlRows(container: string, sql: string, timeout = 30_000): Promise<string[]> {
  const ask = async () => {
    const lines: string[] = [];
    for await (const line of mysqlLines(container, sql, timeout)) lines.push(line);
    return lines;
  };
  return await ask().catch((error: unknown) => {
    if (error instanceof CutOff) return ask();
    throw error;
  });
}

/** Gives lines as they come; of the last one what there is of it. */
async function* splitLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string, void, undefined> {
  const decoder = new StringDecoder("utf8");
  let parts: string[] = [];
  for await (const chunk of stream) {
    const lines = decoder.write(chunk).split("\n");
    const last = lines.pop() ?? "";
    for (const line of lines) {
      yield [...parts, line].join("");
      parts = [];
    }
    parts.push(last);
  }
  const rest = parts.join("");
  if (rest !== "") yield rest;
}

/** A text as an SQL literal of any length and content, in the character set of the connection. */
export function literal(text: string): string {
  return `_utf8mb4 X'${Buffer.from(text, "utf8").toString("hex")}'`;
}
