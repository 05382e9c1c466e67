import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";

/**
 * One connection of MySQL's own client, kept open: a client for each of many small statements costs more than what is
 * tested.
 */
export class MysqlSession {
  private readonly client: ChildProcessWithoutNullStreams;
  private readonly answers: Interface;
  private said = "";

  constructor(container: string, password: string) {
    const mysql = ["mysql", "--user=root", "--batch", "--skip-column-names", "--unbuffered"];
    this.client = spawn(
      "docker",
      ["exec", "-i", "-e", "MYSQL_PWD", container, ...mysql, "--default-character-set=utf8mb4"],
      { env: { ...process.env, MYSQL_PWD: password } },
    );
    this.client.stderr.setEncoding("utf8").on("data", (text: string) => (this.said += text));
    // The client ends at its first error, and what is written to it then fails too.
    this.client.stdin.on("error", () => undefined);
    this.answers = createInterface(this.client.stdout);
  }

  /** Runs a statement that gives no rows. Throws what MySQL says, and the session is over then. */
  async execute(statement: string): Promise<void> {
    const answer = once(this.answers, "line");
    const end = once(this.answers, "close").then(() => Promise.reject(new Error(this.said.trim())));
    this.client.stdin.write(`${statement}; SELECT 'done';\n`);
    await Promise.race([answer, end]);
  }

  close(): void {
    this.client.stdin.end();
  }
}
