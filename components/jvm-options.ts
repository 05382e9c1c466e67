import type { ServicePlan } from "./plan";

/**
 * Options of a service's JVM: half of its memory is the heap, the other half for what Java keeps outside of it and for the
 * page cache. `least` is the heap that it begins with, in MiB, by default all. What the configuration adds comes last and wins.
 */
export function jvmOptions(
  { memory, jvmOptions = "" }: Pick<ServicePlan, "memory" | "jvmOptions">,
  least = Math.floor(memory / 2),
): string {
  return `-Xms${least}m -Xmx${Math.floor(memory / 2)}m ${jvmOptions}`.trim();
}
