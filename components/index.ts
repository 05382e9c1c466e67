/**
 * Resources for a Kafka Connect, a Kafka and an OpenSearch that already exist, and pure functions that build what they
 * are given.
 *
 * @module shardview
 */
export { Connector, type ConnectorArgs } from "./connect/connector";
export type { DesiredState } from "./connect/inputs";
export {
  connectorSettings,
  SECRETS_FOLDER,
  type ConnectorSubject,
  type StreamSettings,
} from "./connect/settings";
export { refusedOverrides } from "./connect/overrides";
export { Topic, type TopicArgs, type TopicWriter } from "./kafka/topic";
export { SearchIndex, type SearchIndexArgs } from "./search/search-index";
export type { IndexDefinition, Mappings, Property } from "./search/definition";
export type { MessagePlace } from "./search/poison";
export { indexDefinition, parseMapping, reservedIndexSettings, type Mapping } from "./search/settings";
export type { ConnectorPlan, ServicePlan, ShardPlan, TablePlan } from "./plan";
export type { Profile } from "./profile";
