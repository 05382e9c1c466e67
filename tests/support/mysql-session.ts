import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * One connection of MySQL's own client, kept open: a client for each of many small statements costs more than what is
 * tested.
 */
export class MysqlSession {
  private readonly client: ChildProcessWithoutNullStreams;
  private readonly answers: AsyncIterator<string, unknown>;
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
    this.answers = createInterface(this.client.stdout)[Symbol.asyncIterator]();
  }

  /** Runs a statement that gives no rows. Throws what MySQL says, and the session is over then. */
  async execute(statement: string): Promise<void> {
    this.client.stdin.write(`${statement}; SELECT 'done';\n`);
    if ((await this.answers.next()).done) throw new Error(this.said.trim());
  }

  close(): void {
    this.client.stdin.end();
  }
}
