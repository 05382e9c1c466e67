import { send, type Answer, type Urls } from "../rest";
import { cannotConnect, messageOf, unreachable } from "./answers";
import { isUnknown, pathOf, type Hints, type Inputs } from "./inputs";
import type { Failure } from "./requirements";

/** What Connect says of a configuration. */
export interface Verdict {
  failures: Failure[];
  /** What the user should know beside: what was not looked at, and why. */
  notices: string[];
}

interface Validation {
  /** Internal settings have no value. */
  configs: { value: { name: string; errors: string[] } | null }[];
}

// A database that cannot be reached holds the answer back for the connector's own time-out.
const TIMEOUT = 10_000;

/**
 * Asks Connect once to validate the configuration, when it answers; Debezium then connects to its database too. Keys whose values
 * are still unknown are left out.
 */
export async function validate({ url, name, config }: Inputs, hints: Hints): Promise<Verdict> {
  const unknown = Object.keys(config).filter((key) => isUnknown(config[key]));
  const known = Object.fromEntries(Object.entries(config).filter(([key]) => !unknown.includes(key)));
  const className = known["connector.class"];
  if (className === undefined || isUnknown(JSON.stringify(url))) {
    return skipped(
      "the address or class of the connector is not known yet: Connect is not asked to validate it",
    );
  }
  const path = `/connector-plugins/${encodeURIComponent(className)}/config/validate`;
  const answer = await askOnce(url, { method: "PUT", path, body: { ...known, name } });
  if (!answer)
    return skipped(`Connect does not answer at ${[url].flat().join(" or ")}: its own validation is skipped`);
  if (answer.status !== 200) return await refusal(url, className, answer);
  return withoutSecrets(config, judge(answer.body as Validation, unknown, isUnknown(hints.connectable)));
}

function judge({ configs }: Validation, unknown: string[], unconnectable: boolean): Verdict {
  const faults = configs.flatMap(({ value }) =>
    (value?.errors ?? []).map((reason) => ({ key: value?.name ?? "", reason })),
  );
  const unproven = unconnectable || unknown.length > 0;
  const failures = faults
    .filter(({ key }) => !unknown.includes(key))
    .filter(({ reason }) => !(unproven ? cannotConnect(reason) : unreachable(reason)))
    .map(({ key, reason }) => ({ property: pathOf(key), reason }));
  return {
    failures,
    notices: [
      ...(unknown.length > 0 ? [`not validated, since still unknown: ${unknown.join(", ")}`] : []),
      ...(unconnectable
        ? ["its connection to the database is not validated: what it connects to is still to be made"]
        : []),
      ...(unproven
        ? []
        : faults.filter(({ reason }) => unreachable(reason)).map(({ reason }) => `warning: ${reason}`)),
    ],
  };
}

/** Connect's messages repeat the values that they complain of. */
function withoutSecrets(config: Record<string, string>, { failures, notices }: Verdict): Verdict {
  const secrets = Object.entries(config)
    .filter(([key, value]) => /password|secret|token|jaas/i.test(key) && value !== "")
    .map(([, value]) => value);
  const hide = (text: string) =>
    secrets.reduce((hidden, secret) => hidden.replaceAll(secret, "[secret]"), text);
  return {
    failures: failures.map(({ property, reason }) => ({ property, reason: hide(reason) })),
    notices: notices.map(hide),
  };
}

/** Connect refuses to validate at all: the class is not there, or a placeholder cannot be resolved yet. */
async function refusal(url: Urls, className: string, answer: Answer): Promise<Verdict> {
  const message = messageOf(answer);
  if (!/failed to find any class/i.test(message))
    return skipped(`Connect cannot validate it now: ${message}`);
  const plugins = await askOnce(url, { method: "GET", path: "/connector-plugins" });
  const installed = ((plugins?.body ?? []) as { class: string }[]).map((plugin) => plugin.class).sort();
  const reason = `'${className}' is not installed in Connect, which has ${installed.join(", ")}`;
  return { failures: [{ property: pathOf("connector.class"), reason }], notices: [] };
}

function skipped(notice: string): Verdict {
  return { failures: [], notices: [notice] };
}

/** The first answer of any URL; undefined when none answers, or none can now. */
async function askOnce(
  urls: Urls,
  { path, ...call }: { method: "GET" | "PUT"; path: string; body?: unknown },
): Promise<Answer | undefined> {
  for (const base of [urls].flat()) {
    const answer = await send({ ...call, url: `${base}${path}`, timeout: TIMEOUT }).catch(() => undefined);
    if (answer && ![409, 503].includes(answer.status)) return answer;
  }
  return undefined;
}
