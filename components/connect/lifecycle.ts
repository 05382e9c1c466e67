import { poll, retry } from "../rest";
import * as client from "./client";
import type { Inputs } from "./inputs";
import { failureTrace, positionIsMissing, snapshotIsOver, stateOf } from "./rules";

type Subject = Pick<Inputs, "url" | "name">;

interface Patience {
  /** Connect has just been given another configuration, for which it will start the tasks again. */
  changed?: boolean;
  /** Milliseconds. Default 500. */
  backoff?: number;
}

/**
 * Until connector and tasks are in the wanted state. What FAILED is restarted up to `restarts` times; `backoff` milliseconds
 * after a restart, doubled each time, a part that is FAILED still or again counts as failed once more. After a change or a
 * restart the state must last: what ran before is still shown as RUNNING for a moment.
 */
export async function reachState(
  { url, name, state: wanted, restarts }: Subject & Pick<Inputs, "state" | "restarts">,
  deadline: number,
  { changed = false, backoff = 500 }: Patience = {},
): Promise<void> {
  let restarted = 0;
  let judgeAt = changed ? Date.now() + backoff : 0;
  let since = 0;
  await poll({
    what: `connector '${name}' and its task to be ${wanted.toUpperCase()}`,
    deadline,
    attempt: async () => {
      const status = await client.getStatus(url, name, deadline);
      const state = stateOf(status);
      if (state === wanted) {
        since ||= Date.now();
        const lasting = Date.now() - since >= 4 * backoff;
        return lasting || (!changed && restarted === 0) ? true : undefined;
      }
      since = 0;
      if (!status) return undefined;
      if (state !== "failed" || wanted === "stopped") {
        // A connector that still starts takes a pause for itself and not for its tasks.
        if (state !== "starting" || wanted === "stopped") await client.setState(url, name, wanted, deadline);
        return undefined;
      }
      if (Date.now() >= judgeAt) {
        if (restarted === restarts)
          throw new Error(`connector '${name}' FAILED${times(restarts)}: ${failureTrace(status)}`);
        await startAgain({ url, name }, deadline);
        judgeAt = Date.now() + backoff * 2 ** restarted++;
      }
      throw retry(failureTrace(status));
    },
  });
}

function times(restarts: number): string {
  if (restarts === 0) return "";
  return ` again after ${restarts === 1 ? "1 restart" : `${restarts} restarts`}`;
}

/**
 * Starts again what FAILED. Committed offsets without a position are forgotten before: the snapshot that had just begun begins anew, and
 * nothing was read that it could lack.
 */
export async function startAgain({ url, name }: Subject, deadline: number): Promise<void> {
  if (!positionIsMissing(await client.getOffsets(url, name, deadline))) {
    await client.restartFailed(url, name, deadline);
    return;
  }
  await stopIfThere({ url, name }, deadline);
  // Another may have started it meanwhile: what it has read since is kept.
  if (positionIsMissing(await client.getOffsets(url, name, deadline)))
    await client.resetOffsets(url, name, deadline);
  await client.setState(url, name, "running", deadline);
}

/** Stops the connector, and waits until its last task has ended. One that is not there is no error. */
export async function stopIfThere({ url, name }: Subject, deadline: number): Promise<void> {
  if (!(await client.getStatus(url, name, deadline))) return;
  await client.setState(url, name, "stopped", deadline);
  await poll({
    what: `the last task of connector '${name}' to end`,
    deadline,
    attempt: async () => {
      const status = await client.getStatus(url, name, deadline);
      return stateOf(status) === "stopped" && status?.tasks.length === 0 ? true : undefined;
    },
  });
}

/** Until the initial snapshot is over. */
export async function awaitSnapshot({ url, name }: Subject, deadline: number): Promise<void> {
  await poll({
    what: `connector '${name}' to finish its snapshot`,
    deadline,
    attempt: async () => {
      await throwIfFailed({ url, name }, "in its snapshot", deadline);
      return snapshotIsOver(await client.getOffsets(url, name, deadline)) ? true : undefined;
    },
  });
}

/** Throws with the trace when the connector or a task FAILED. */
export async function throwIfFailed({ url, name }: Subject, when: string, deadline: number): Promise<void> {
  const status = await client.getStatus(url, name, deadline);
  if (status && stateOf(status) === "failed") {
    throw new Error(`connector '${name}' FAILED ${when}: ${failureTrace(status)}`);
  }
}
