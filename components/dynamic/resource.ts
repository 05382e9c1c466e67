import * as pulumi from "@pulumi/pulumi";
import type { ProviderName } from "./bundle";
import { providerCode } from "./code";

/**
 * A dynamic resource: Pulumi's host of dynamic providers runs the code in `__provider`, which is stored in the state. To the
 * engine it is what `pulumi.dynamic.Resource` makes, but the code is bundled, not read out of the running program
 * (docs/adr/0008-provider-code-is-bundled.md).
 */
export abstract class DynamicResource extends pulumi.CustomResource {
  /** `type` is the last part of the token. */
  protected constructor(
    provider: ProviderName,
    type: string,
    name: string,
    props: pulumi.Inputs,
    opts?: pulumi.CustomResourceOptions,
  ) {
    const inputs = { ...props, __provider: providerCode(provider) };
    super(`pulumi-nodejs:dynamic/shardview:${type}`, name, inputs, opts);
  }
}
