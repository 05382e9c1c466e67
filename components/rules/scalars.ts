import { refusedOverrides } from "../connect/overrides";
import { holdsSecret, type Settings } from "../settings";
import type { Fault } from "../faults";
import { fault, type Rule } from "./rule";

/** Node knows more names than MySQL and Java do: `JST`, `Japan`, `+09:00`. */
const ZONE = /^(UTC|GMT|(?!SystemV\/)[A-Z][A-Za-z_]*(\/[A-Za-z0-9_+-]+)+)$/;

export const timeZone: Rule = ({ timeZone }) => {
  try {
    const known = new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
    // Java, unlike MySQL, tells 'asia/seoul' from 'Asia/Seoul'.
    if (known !== timeZone && known.toLowerCase() === timeZone.toLowerCase())
      return [fault("timeZone", timeZone, `is spelled ${known}`, `Write ${known}`)];
    if (ZONE.test(timeZone)) return [];
  } catch {
    // Said below.
  }
  return [fault("timeZone", timeZone, "is not an IANA time zone", "Use a name such as Asia/Seoul or UTC")];
};

const PASSWORDS = ["rootPassword", "appPassword", "cdcPassword"] as const;
/** Bytes of the longest password that MySQL takes (MAX_PLAINTEXT_LENGTH of caching_sha2_password). */
const LONGEST_PASSWORD = 256;

export const passwords: Rule = (settings) => PASSWORDS.flatMap((key) => passwordFaults(key, settings[key]));

function passwordFaults(key: (typeof PASSWORDS)[number], password: string): Fault[] {
  const faults: [boolean, string, string][] = [
    // The entrypoints read a password as the content of a file without its trailing newline, and the client library
    // sends it as a C string.
    [/\n$|\0/.test(password), "ends in a newline or holds a NUL character", "Choose a password without it"],
    [
      /\p{Cs}/u.test(password),
      "holds half of a surrogate pair, which is no text",
      "Choose a password without it",
    ],
    [
      Buffer.byteLength(password) > LONGEST_PASSWORD,
      `is longer than the ${LONGEST_PASSWORD} bytes that MySQL takes`,
      "Choose a shorter password",
    ],
  ];
  return faults.filter(([applies]) => applies).map(([, rule, remedy]) => fault(key, undefined, rule, remedy));
}

const IMAGE = /^[A-Za-z0-9][\w.-]*(:\d+)?(\/[\w.-]+)*(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/;

export const images: Rule = ({ images }) =>
  (["mysql", "kafka", "connect", "search"] as const).flatMap((service) => {
    const image = images[service];
    return image === undefined || (image.length <= 500 && IMAGE.test(image))
      ? []
      : [
          fault(
            `images.${service}`,
            image,
            "is no name of an image",
            "Write it as for `docker pull`: registry/name:tag or name@sha256:<digest>",
          ),
        ];
  });

export const connectorConfig: Rule = ({ connectorConfig }) => [
  ...refusedOverrides(connectorConfig).map(({ key, reason }) =>
    connectorFault(connectorConfig, key, reason, "Remove it"),
  ),
  ...Object.keys(connectorConfig)
    // Keys of Java's properties, without what no setting of Kafka or Debezium has in its name.
    .filter((key) => !/^[\x21-\x7e]{1,255}$/.test(key) || key === "__proto__")
    .map((key) =>
      connectorFault(
        connectorConfig,
        key,
        "cannot be the key of a connector's setting",
        "Correct or remove it",
      ),
    ),
];

function connectorFault(
  config: Settings["connectorConfig"],
  key: string,
  rule: string,
  remedy: string,
): Fault {
  const value = holdsSecret(key) ? undefined : config[key];
  return fault(`connectorConfig[${JSON.stringify(key)}]`, value, rule, remedy);
}
