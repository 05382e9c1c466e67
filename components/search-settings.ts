import { jvmOptions } from "./jvm-options";
import type { ServicePlan } from "./plan";

/** Environment of the node, as the official `opensearchproject/opensearch` image documents it. */
export function searchEnvironment(
  service: Pick<ServicePlan, "container" | "memory" | "jvmOptions">,
): Record<string, string> {
  return {
    "cluster.name": service.container,
    "node.name": "search",
    "discovery.type": "single-node",
    // Reachable on 127.0.0.1 and inside the network only; the official image would ask for an admin password.
    DISABLE_SECURITY_PLUGIN: "true",
    DISABLE_INSTALL_DEMO_CONFIG: "true",
    OPENSEARCH_JAVA_OPTS: jvmOptions(service),
  };
}
