import { describe, expect, it } from "vitest";
import { readLock } from "./lock";
import versions from "./versions.json";

const paths = readLock().map(({ path }) => path);

describe("the lock of the artefacts", () => {
  it.each([
    `kafka/artifacts/libs/kafka_${versions.scala}-${versions.kafka}.jar`,
    `kafka/artifacts/libs/log4j-core-${versions.log4j}.jar`,
    `connect/artifacts/libs/connect-runtime-${versions.kafka}.jar`,
    `connect/artifacts/plugins/debezium-connector-mysql/debezium-connector-mysql-${versions.debezium}.jar`,
    `search/artifacts/opensearch/lib/opensearch-${versions.opensearch}.jar`,
    `search/artifacts/opensearch/lib/lucene-core-${versions.lucene}.jar`,
    `search/artifacts/plugins/analysis-nori/lucene-analysis-nori-${versions.lucene}.jar`,
    `search/artifacts/plugins/ingestion-kafka/kafka-clients-${versions.ingestionKafkaClients}.jar`,
    `search/artifacts/plugins/ingestion-kafka/slf4j-api-${versions.ingestionSlf4j}.jar`,
    `search/artifacts/plugins/ingestion-kafka/snappy-java-${versions.ingestionSnappy}.jar`,
  ])("was written for the versions of versions.json: %s", (path) => {
    expect(paths).toContain(path);
  });
});
