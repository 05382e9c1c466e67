import * as pulumi from "@pulumi/pulumi";
import { connectorProvider } from "./provider";

export interface ConnectorArgs {
  /** Base URL of Connect's REST API, as this machine reaches it: `http://localhost:8083`. */
  url: pulumi.Input<string>;
  /** Name of the connector. Another name is another connector: it is replaced. */
  name: pulumi.Input<string>;
  /**
   * Its configuration, without `name`. Texts only. Hold no password in it but a placeholder of a config provider;
   * a secret value stays encrypted in the state, but Connect stores and shows it.
   */
  config: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Wait at creation until the initial snapshot is over. Only for Debezium sources. Default false. */
  awaitSnapshot?: pulumi.Input<boolean>;
  /** Seconds that a creation or change may take until connector and tasks run. Default 300. */
  timeout?: pulumi.Input<number>;
}

/**
 * A connector of Kafka Connect, created or updated by PUT. Ready when the connector and all its tasks are RUNNING; a FAILED
 * one is restarted once and then fails the update with Connect's trace, but stays in the state: the next `up` repairs
 * it, `destroy` removes it. `refresh` shows a changed configuration, a connector that is gone, FAILED or paused.
 */
export class Connector extends pulumi.dynamic.Resource {
  /** Name of the connector. */
  declare readonly name: pulumi.Output<string>;
  /** `running`, when all is well; `failed`, `paused`, `stopped` or `starting` after a refresh that saw it so. */
  declare readonly state: pulumi.Output<string>;

  constructor(name: string, args: ConnectorArgs, opts?: pulumi.CustomResourceOptions) {
    const props = { awaitSnapshot: false, timeout: 300, ...args, state: "running" };
    super(connectorProvider, name, props, opts, "shardview", "Connector");
  }
}
