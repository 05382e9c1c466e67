import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { PASSWORD_FILES } from "../components/mysql-settings";
import { adopt } from "../toolchain/lib/signals";

/** Starts MySQL's client. The password stays in the container, whose official image reads it from the same file. */
function client(user: keyof typeof PASSWORD_FILES): string {
  const options = "--batch --skip-column-names --unbuffered --skip-reconnect --default-character-set=utf8mb4";
  return `MYSQL_PWD=$(cat ${PASSWORD_FILES[user]}) exec mysql --user=${user} ${options}`;
}

/** One connection to a shard's MySQL, by default as the application's user. */
export class Session {
  private readonly child: ChildProcessWithoutNullStreams;
  private said = "";
  private complaint = "";
  private heard: () => void = () => undefined;
  private batch = 0;
  private over = false;

  constructor(container: string, user: keyof typeof PASSWORD_FILES = "app") {
    this.child = spawn("docker", ["exec", "-i", container, "sh", "-c", client(user)], { stdio: "pipe" });
    adopt(this.child);
    this.child.stdout.on("data", (data: Buffer) => {
      this.said += data.toString();
      this.heard();
    });
    this.child.stderr.on("data", (data: Buffer) => (this.complaint = data.toString().trim()));
    for (const event of ["close", "error"]) {
      this.child.once(event, () => {
        this.over = true;
        this.heard();
      });
    }
    // A container that goes away ends the client before it has read all.
    this.child.stdin.on("error", () => undefined);
  }

  /** Runs statements and waits until the server has answered. @throws when it does not within `patience` ms. */
  async run(statements: string, patience = 60_000): Promise<void> {
    const answer = `batch-${++this.batch}-done`;
    this.child.stdin.write(`${statements}\nSELECT '${answer}';\n`);
    const timer = setTimeout(() => {
      this.over = true;
      this.heard();
    }, patience);
    try {
      while (!this.said.includes(answer)) {
        if (this.over) throw new Error(this.complaint || "the shard does not answer");
        await new Promise<void>((resolve) => (this.heard = resolve));
      }
      this.said = "";
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the client. A statement that the server has received may still be carried out. */
  async close(): Promise<void> {
    this.over = true;
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill("SIGKILL");
    await once(this.child, "close");
  }
}
