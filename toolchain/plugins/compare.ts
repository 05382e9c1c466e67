import type { SdkFields, Shape } from "./sdk-types";

interface SchemaType {
  type?: string;
  $ref?: string;
  items?: SchemaType;
  additionalProperties?: SchemaType;
}

interface SchemaObject {
  properties?: Record<string, SchemaType>;
  type?: string;
}

/** The part of a Pulumi package schema that the comparison reads. */
export interface PluginSchema {
  resources: Record<string, { inputProperties?: Record<string, SchemaType> }>;
  types?: Record<string, SchemaObject>;
}

/**
 * Compares the inputs of an SDK resource with those of a plugin.
 * @returns one line for each input that the program sets and the plugin lacks, and for each that both know with
 * different types; nothing for what the plugin lacks and nobody uses.
 */
export function differences(sdk: SdkFields, schema: PluginSchema, token: string): string[] {
  const resource = schema.resources[token];
  if (resource === undefined) return [`${token}: the plugin has no such resource`];
  return compareFields(sdk, resource.inputProperties ?? {}, schema, token);
}

function compareFields(
  sdk: SdkFields,
  plugin: Record<string, SchemaType>,
  schema: PluginSchema,
  path: string,
): string[] {
  return [...sdk].flatMap(([name, field]) => {
    const type = plugin[name];
    if (type === undefined) return field.used ? [`${path}.${name}: the plugin lacks it`] : [];
    const shape = shapeOf(type, schema);
    if (!compatible(field.shape, shape)) {
      return [`${path}.${name}: ${field.shape} in the SDK, ${shape} in the plugin`];
    }
    const inner = objectOf(type, schema)?.properties;
    return inner && field.fields ? compareFields(field.fields(), inner, schema, `${path}.${name}`) : [];
  });
}

function compatible(sdk: Shape, plugin: Shape): boolean {
  return sdk === plugin || sdk === "any" || plugin === "any";
}

function shapeOf(type: SchemaType, schema: PluginSchema): Shape {
  if (type.$ref === "pulumi.json#/Any") return "any";
  const target = targetOf(type, schema);
  if (target) return target.type === "string" ? "string" : "object";
  if (type.items) return `array<${shapeOf(type.items, schema)}>`;
  if (type.additionalProperties) return `map<${shapeOf(type.additionalProperties, schema)}>`;
  return type.type === "integer" ? "number" : String(type.type);
}

function objectOf(type: SchemaType, schema: PluginSchema): SchemaObject | undefined {
  return targetOf(type.items ?? type.additionalProperties ?? type, schema);
}

function targetOf(type: SchemaType, schema: PluginSchema): SchemaObject | undefined {
  return type.$ref === undefined ? undefined : schema.types?.[type.$ref.replace("#/types/", "")];
}
