import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import {
  Kafka,
  KafkaConnect,
  labels,
  MysqlShard,
  SearchEngine,
  ShardPipeline,
  type Plan,
  type ShardPlan,
} from "shardview/environment";

const config = new pulumi.Config();
const stack = pulumi.getStack();
const prefix = `own-${stack}`;
const port = config.requireNumber("firstPort");
const password = config.requireSecret("password");
const jvmOptions = config.get("jvmOptions");
const images = config.requireObject<Record<"mysql" | "kafka" | "connect" | "search", string>>("images");

function service(part: keyof typeof images, hostPort: number, memory: number) {
  const container = `${prefix}-${part}`;
  return { container, host: part, hostPort, memory, jvmOptions, image: images[part], volume: container };
}

const shard: ShardPlan = {
  ...service("mysql", port, 512),
  name: "shop",
  mysqlServerId: 1,
  timeZone: "Asia/Seoul",
  databases: ["products"],
  connector: {
    name: "shop",
    serverId: 5001,
    topicPrefix: "shop",
    signalTopic: "signal.shop",
    notificationTopic: "notification.shop",
    state: "running",
    snapshot: 0,
    offsetsReset: 0,
    acceptLoss: [],
    historyTopic: "schemahistory.shop",
    heartbeatTopic: "__debezium-heartbeat.shop",
    passwordFile: "shop-password",
    overrides: {},
  },
  tables: [
    {
      table: "products.products",
      idColumn: "id",
      topic: "shop.products.products",
      partitions: 1,
      series: "shop.products.products",
      alias: "products",
      mappingFile: "indices/products.json",
      skip: [],
    },
  ],
};
const plan: Plan = {
  stack,
  network: prefix,
  shards: [shard],
  kafka: service("kafka", port + 1, 768),
  connect: {
    ...service("connect", port + 2, 1024),
    url: `http://localhost:${port + 2}`,
    secretsVolume: `${prefix}-secrets`,
  },
  search: { ...service("search", port + 3, 1280), url: `http://localhost:${port + 3}` },
  protectData: false,
  readyTimeout: 300,
};

const network = new docker.Network("network", { name: plan.network, labels: labels(stack) });
const surroundings = { stack, network, protectData: plan.protectData, readyTimeout: plan.readyTimeout };
const image = (part: keyof typeof images) =>
  new docker.RemoteImage(part, { name: images[part], keepLocally: true });

const kafka = new Kafka("kafka", { ...surroundings, service: plan.kafka, image: image("kafka") });
const connect = new KafkaConnect("connect", {
  ...surroundings,
  service: plan.connect,
  image: image("connect"),
});
const search = new SearchEngine("search", { ...surroundings, service: plan.search, image: image("search") });
const secrets = { root: password, app: password, cdc: password };
const mysql = new MysqlShard(shard.name, { ...surroundings, shard, image: image("mysql"), secrets });
new ShardPipeline(shard.name, { plan, shard, mysql, kafka, connect, search, cdcPassword: password });

export const searchUrl = plan.search.url;
