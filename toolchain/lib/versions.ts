import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./paths";

/** The versions that the npm packages ask for: the SDK's own is also the CLI's that is downloaded. */
export interface PulumiVersions {
  readonly sdk: string;
  readonly docker: string;
  readonly command: string;
}

function installedVersion(name: string): string {
  const manifest = readFileSync(join(projectRoot, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

export function pulumiVersions(): PulumiVersions {
  return {
    sdk: installedVersion("@pulumi/pulumi"),
    docker: installedVersion("@pulumi/docker"),
    command: installedVersion("@pulumi/command"),
  };
}

/** Splits `v3.245.0-dev.1` or `go1.26.8` into its numbers; undefined when it holds no version. */
export function parseVersion(text: string): [number, number, number] | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

/** Whether a version is at least another; false when either cannot be read. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [have, need] = [parseVersion(version), parseVersion(minimum)];
  if (have === undefined || need === undefined) return false;
  const differs = have.findIndex((part, index) => part !== need[index]);
  return differs === -1 || (have[differs] ?? 0) > (need[differs] ?? 0);
}

/** Whether an installed CLI can run the program: 3.200 or later, of the same major version as the SDK. */
export function cliFits(version: string): boolean {
  return isAtLeast(version, "3.200.0") && parseVersion(version)?.[0] === 3;
}
