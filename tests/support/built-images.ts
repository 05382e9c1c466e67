import { catalog } from "../../images/catalog";

/** For `jvmOptions`: the optimizing compiler takes more than it gives to a JVM that lives for minutes. */
export const WITHOUT_C2 = "-XX:TieredStopAtLevel=1";

/** Tags of our own images, by the service that each is for. */
export function builtImages(): Record<string, string> {
  const services = ["mysql", "kafka", "connect", "search"];
  return Object.fromEntries(
    catalog().flatMap(({ name, tag }) => (services.includes(name) ? [[name, tag]] : [])),
  );
}
