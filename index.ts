import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { readConfig, readSecrets } from "./components/config";
import { imageSource } from "./components/docker/images";
import { labels } from "./components/docker/service";
import { endWithEngine } from "./components/dynamic/end-with-engine";
import { Kafka } from "./components/kafka";
import { KafkaConnect } from "./components/kafka-connect";
import { MysqlShard } from "./components/mysql-shard";
import { stackOutputs } from "./components/outputs";
import { refusal } from "./components/refusal";
import { SearchEngine } from "./components/search-engine";
import { ShardPipeline } from "./components/shard-pipeline";
import type { StackPlan } from "./components/plan";
import { Watcher } from "./components/watcher";
import { ConfigurationError, planTopology } from "./components/topology";
import { readWorld } from "./components/world";

endWithEngine();

export = async () => {
  const stack = pulumi.getStack();
  const plan = await planOrRefuse();
  const secrets = readSecrets();

  const network = new docker.Network("network", { name: plan.network, labels: labels(stack) });
  const image = imageSource();
  const { protectData, readyTimeout } = plan;
  const surroundings = { stack, network, protectData, readyTimeout };
  const kafka = new Kafka("kafka", {
    ...surroundings,
    service: plan.kafka,
    image: image("kafka", plan.kafka.image),
  });
  const connect = new KafkaConnect("connect", {
    ...surroundings,
    service: plan.connect,
    image: image("connect", plan.connect.image),
  });
  const search = new SearchEngine("search", {
    ...surroundings,
    service: plan.search,
    image: image("search", plan.search.image),
  });
  const watcher =
    plan.watcher &&
    new Watcher("watcher", { ...surroundings, service: plan.watcher, image: image("watcher") });
  const indexes: Record<string, pulumi.Output<string>[]> = {};
  for (const shard of plan.shards) {
    const mysql = new MysqlShard(shard.name, {
      ...surroundings,
      shard,
      image: image("mysql", shard.image),
      secrets,
    });
    const parts = { plan, shard, mysql, kafka, connect, search };
    const pipeline = new ShardPipeline(shard.name, { ...parts, cdcPassword: secrets.cdc });
    watcher?.watch(shard, pipeline);
    indexes[shard.name] = pipeline.indexes.map(({ index }) => index);
  }
  return stackOutputs(plan, indexes);

  async function planOrRefuse(): Promise<StackPlan> {
    const { settings, faults } = readConfig();
    try {
      return planTopology(stack, settings, await readWorld(settings, stack, process.cwd()), faults);
    } catch (error) {
      throw error instanceof ConfigurationError ? refusal(error.message) : error;
    }
  }
};
