import * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../dynamic/resource";
import { claimIdentity } from "./identity";
import type { DesiredState } from "./inputs";

export interface ConnectorArgs {
  /** Base URL of Connect's REST API, as this machine reaches it: `http://localhost:8083`; or those of several workers. */
  url: pulumi.Input<string | pulumi.Input<string>[]>;
  /** Name of the connector. Another name is another connector: it is replaced. */
  name: pulumi.Input<string>;
  /**
   * Its configuration, without `name`. Texts only. Hold no password in it but a placeholder of a config provider;
   * a secret value stays encrypted in the state, but Connect stores and shows it.
   */
  config: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** What it does, from its creation on. Default `running`. */
  state?: pulumi.Input<DesiredState>;
  /** What a creation does when Connect has a connector of that name with another configuration. Default `fail`. */
  onExisting?: pulumi.Input<"fail" | "adopt">;
  /** How often FAILED parts are restarted, with back-off, before the update fails with their trace. Default 3. */
  restarts?: pulumi.Input<number>;
  /**
   * Generation of the rows: a higher number lets Debezium read the captured tables again by an incremental snapshot, while
   * the stream goes on. Needs `signal`. Default 0.
   */
  snapshot?: pulumi.Input<number>;
  /**
   * How this machine reaches the Kafka of the connector's signals (`signal.kafka.topic`) and notifications
   * (`notification.sink.topic.name`). With it, tables that are added to the include list are read too.
   */
  signal?: pulumi.Input<{ bootstrapServers: pulumi.Input<string> }>;
  /** Generation of the position: a higher number stops the connector, forgets its offsets and goes on. Default 0. */
  offsetsReset?: pulumi.Input<number>;
  /** Configuration keys whose setting or change is meant although it loses changes; it is refused otherwise. */
  acceptLoss?: pulumi.Input<pulumi.Input<string>[]>;
  /** Any value of what the connector connects to: while a preview does not know it, the connection is not validated. */
  connectable?: pulumi.Input<unknown>;
  /** `search`: refuse settings whose records Shardview's search side cannot read. */
  records?: pulumi.Input<"search">;
  /** Rows by `database.table`, for the messages of a preview only. */
  rows?: pulumi.Input<Record<string, pulumi.Input<number>>>;
  /** Wait until the initial snapshot is over. Only for Debezium sources. Default false. */
  awaitSnapshot?: pulumi.Input<boolean>;
  /** Seconds that a creation or change may take until connector and tasks are in the wanted state. Default 300. */
  timeout?: pulumi.Input<number>;
}

/**
 * A connector of Kafka Connect. A preview lets Connect validate the configuration, says what a change does to the data, and
 * refuses one that loses changes in silence. Ready when the connector and all its tasks are in the wanted state; one
 * that stays FAILED fails the update with Connect's trace, but stays in the state: the next `up` repairs it, `destroy` removes
 * it. `refresh` shows a changed configuration, and a connector that is gone, FAILED or not in the wanted state.
 */
export class Connector extends DynamicResource {
  /** Name of the connector. */
  declare readonly name: pulumi.Output<string>;
  /** As wanted; `failed`, `starting` or another after a refresh that saw it so. */
  declare readonly state: pulumi.Output<string>;
  /** The offsets that Connect had committed when the connector was last created or changed. */
  declare readonly offsets: pulumi.Output<Record<string, unknown>[]>;

  constructor(name: string, args: ConnectorArgs, opts?: pulumi.CustomResourceOptions) {
    const defaults = {
      awaitSnapshot: false,
      timeout: 300,
      state: "running",
      onExisting: "fail",
      restarts: 3,
    };
    const generations = { snapshot: 0, offsetsReset: 0, acceptLoss: [] };
    const outputs = { offsets: undefined, pending: undefined };
    const props = { ...defaults, ...generations, ...args, ...outputs, preview: pulumi.runtime.isDryRun() };
    super("connect", "Connector", name, props, opts);
    claimIdentity(name, args);
  }
}
