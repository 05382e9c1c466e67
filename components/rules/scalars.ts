import { refusedOverrides } from "../connect/settings";
import { fault, type Rule } from "./rule";

export const timeZone: Rule = ({ timeZone }) => {
  try {
    const known = new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
    // Java, unlike MySQL, tells 'asia/seoul' from 'Asia/Seoul'.
    return known === timeZone || known.toLowerCase() !== timeZone.toLowerCase()
      ? []
      : [fault("timeZone", timeZone, `is spelled ${known}`, `Write ${known}`)];
  } catch {
    return [fault("timeZone", timeZone, "is not an IANA time zone", "Use a name such as Asia/Seoul or UTC")];
  }
};

// The entrypoints read a password as the content of a file without its trailing newline, and the
// client library sends it as a C string.
export const passwords: Rule = (settings) =>
  (["rootPassword", "appPassword", "cdcPassword"] as const).flatMap((key) =>
    /\n$|\0/.test(settings[key])
      ? [fault(key, undefined, "ends in a newline or holds a NUL character", "Choose a password without it")]
      : [],
  );

export const connectorConfig: Rule = ({ connectorConfig }) =>
  refusedOverrides(connectorConfig).map(({ key, reason }) =>
    fault(
      `connectorConfig[${JSON.stringify(key)}]`,
      /password|secret|jaas/i.test(key) ? undefined : connectorConfig[key],
      reason,
      "Remove it",
    ),
  );
