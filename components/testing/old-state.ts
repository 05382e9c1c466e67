import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { ROOT } from "./fixtures";

/** A dynamic resource as an older version left it in the state. */
export interface OldResource {
  type: string;
  name: string;
  id: string;
  /** Inputs, and outputs too; `__provider` is the old provider code. */
  properties: Record<string, unknown> & { __provider: string };
}

interface Fixture {
  providers: Record<string, string>;
  resources: (Omit<OldResource, "properties"> & { properties: Record<string, unknown> })[];
}

// The stack of the fixture had 30000 added to the well-known ports.
const BASE = 30_000;
const PORTS = [3308, 8083, 9092, 9200];

/** The dynamic resources that an older version wrote for a stack of one shard, with `base` added to the well-known ports. */
export function oldResources(base: number): OldResource[] {
  const file = join(ROOT, "tests/fixtures/old-state.json");
  const { providers, resources } = JSON.parse(readFileSync(file, "utf8")) as Fixture;
  return resources.map(({ properties, ...resource }) => ({
    ...resource,
    properties: { ...moved(properties, base), __provider: providers[resource.type] ?? "" },
  }));
}

function moved(properties: Record<string, unknown>, base: number): Record<string, unknown> {
  const text = PORTS.reduce(
    (text, port) => text.replaceAll(String(port + BASE), String(port + base)),
    JSON.stringify(properties),
  );
  return JSON.parse(text) as Record<string, unknown>;
}

/** A provider as Pulumi's host of dynamic providers gets it from the state: text, evaluated. */
export function revive(text: string): Required<pulumi.dynamic.ResourceProvider> {
  const requireFromString = createRequire(require.resolve("@pulumi/pulumi"))("require-from-string") as (
    text: string,
  ) => { handler: () => Required<pulumi.dynamic.ResourceProvider> };
  return requireFromString(text).handler();
}

/** What a provider's code loads when it runs. */
export function loadedModules(text: string): string[] {
  return [...text.matchAll(/(?:require|import)\(["'`]([^"'`]*)["'`]\)/g)].map(([, name]) => name ?? "");
}
