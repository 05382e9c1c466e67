import { mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { dockerHost } from "../steps/docker-engine";
import { projectRoot } from "./paths";

/**
 * The public passphrase of the stacks that come with the project: their passwords are known to everyone who reads it.
 * A stack with real passwords needs one of its own, in PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.
 */
export const developmentPassphrase = "shardview-dev";

/** The state folder used when nobody is logged in to a backend. */
export const localState = join(projectRoot, ".pulumi-state");

const lazyModules = join(projectRoot, "toolchain", "lazy-modules.cjs");

/** A Pulumi CLI with all that the program needs. */
export interface PulumiInstallation {
  readonly cli: string;
  /** Folders that go before PATH: the CLI's own and those of the plugins that are looked up there. */
  readonly path: readonly string[];
  /** PULUMI_HOME with the plugins; undefined means the user's own. */
  readonly home: string | undefined;
}

/** The user's own Pulumi folder, whichever installation is used. */
export function userHome(env: NodeJS.ProcessEnv = process.env): string {
  return env.PULUMI_HOME !== undefined && env.PULUMI_HOME !== ""
    ? env.PULUMI_HOME
    : join(homedir(), ".pulumi");
}

/** Which backend the text of a credentials.json says the user is logged in to; undefined when to none. */
export function loggedInBackend(credentials: string): string | undefined {
  try {
    const { current } = JSON.parse(credentials) as { current?: unknown };
    return typeof current === "string" && current !== "" ? current : undefined;
  } catch {
    return undefined;
  }
}

function readCredentials(env: NodeJS.ProcessEnv): string {
  try {
    return readFileSync(join(env.PULUMI_CREDENTIALS_PATH ?? userHome(env), "credentials.json"), "utf8");
  } catch {
    return "";
  }
}

/** Where the stacks are kept: what the user named or is logged in to, else the project's own folder. */
export function backendUrl(env: NodeJS.ProcessEnv = process.env, credentials = readCredentials(env)): string {
  const named = env.PULUMI_BACKEND_URL;
  return (named === "" ? undefined : named) ?? loggedInBackend(credentials) ?? `file://${localState}`;
}

/** The folder of a backend that is one; undefined for a service or a bucket. */
export function backendFolder(url: string): string | undefined {
  if (!url.startsWith("file://")) return undefined;
  const path = url.slice("file://".length).replace(/\?.*$/, "");
  return path.startsWith("~") ? join(homedir(), path.slice(1)) : resolve(projectRoot, path);
}

/** The environment in which the CLI runs: what the user has set always wins. */
export function environmentFor(
  installation: PulumiInstallation,
  env: NodeJS.ProcessEnv,
  facts: { backend: string; dockerHost?: string },
): NodeJS.ProcessEnv {
  const passphraseSet =
    env.PULUMI_CONFIG_PASSPHRASE !== undefined || env.PULUMI_CONFIG_PASSPHRASE_FILE !== undefined;
  return {
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...env,
    // The engine starts the host of the dynamic providers without the options that Pulumi.yaml gives to the program.
    NODE_OPTIONS: `${env.NODE_OPTIONS ?? ""} --require ${JSON.stringify(lazyModules)}`.trim(),
    PATH: [...installation.path, env.PATH ?? ""].join(delimiter),
    ...(passphraseSet ? {} : { PULUMI_CONFIG_PASSPHRASE: developmentPassphrase }),
    // Another backend is one that the CLI knows of by itself.
    ...(backendFolder(facts.backend) === localState ? { PULUMI_BACKEND_URL: facts.backend } : {}),
    ...(facts.dockerHost === undefined ? {} : { DOCKER_HOST: facts.dockerHost }),
    ...(installation.home === undefined
      ? {}
      : {
          PULUMI_HOME: installation.home,
          PULUMI_CREDENTIALS_PATH: env.PULUMI_CREDENTIALS_PATH ?? userHome(env),
        }),
  };
}

/** The environment for the CLI on this machine; makes the project's own state folder when that is what is used. */
export async function pulumiEnvironment(installation: PulumiInstallation): Promise<NodeJS.ProcessEnv> {
  const backend = backendUrl();
  if (backendFolder(backend) === localState) mkdirSync(localState, { recursive: true });
  return environmentFor(installation, process.env, { backend, dockerHost: await dockerHost() });
}
