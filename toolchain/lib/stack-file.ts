import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./paths";

/** Whether the text of a stack file asks for volumes to be kept; JSON is YAML too. */
export function asksToKeepVolumes(stackFile: string): boolean {
  return /^[^#]*\bshardview:protectData["']?\s*:\s*["']?true\b/m.test(stackFile);
}

/** Whether the stack's volumes outlive it. */
export function keepsVolumes(stack: string): boolean {
  try {
    return asksToKeepVolumes(readFileSync(join(projectRoot, `Pulumi.${stack}.yaml`), "utf8"));
  } catch {
    return false;
  }
}
