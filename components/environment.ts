/**
 * The parts of a whole environment: a container for each service, and the way of a shard's rows through them. Needs
 * `@pulumi/docker` and `@pulumi/command` beside `@pulumi/pulumi`, and an image for each service.
 *
 * @module shardview/environment
 */
export type { Secrets } from "./config";
export { labels, type Surroundings } from "./docker/service";
export { Kafka, type KafkaArgs } from "./kafka";
export {
  KafkaConnect,
  type CertificateFileArgs,
  type ConnectorFileArgs,
  type KafkaConnectArgs,
  type SecretFileArgs,
} from "./kafka-connect";
export { MysqlShard, type MysqlShardArgs } from "./mysql-shard";
export type { Plan, ShardPlan } from "./plan";
export { SearchEngine, type SearchEngineArgs } from "./search-engine";
export { ShardPipeline, type ShardPipelineArgs } from "./shard-pipeline";
