/**
 * Resources for a Kafka Connect, a Kafka and an OpenSearch that already exist, and pure functions that build what they
 * are given.
 *
 * @module shardview
 */
export { Connector, type ConnectorArgs } from "./connect/connector";
export {
  connectorSettings,
  refusedOverrides,
  SECRETS_FOLDER,
  type ConnectorSubject,
} from "./connect/settings";
export { Topic, type TopicArgs } from "./kafka/topic";
export { SearchIndex, type SearchIndexArgs } from "./search/search-index";
export type { IndexDefinition } from "./search/definition";
export { indexDefinition, parseMapping, reservedIndexSettings, type Mapping } from "./search/settings";
export type { ConnectorPlan, ServicePlan, ShardPlan, TablePlan } from "./plan";
