#!/bin/bash
# Image build: runs the worker once against a broker, with a connector that finds no database, and leaves the AOT
# cache of that run. https://openjdk.org/jeps/514
set -euo pipefail
home=/kafka
url=http://127.0.0.1:8083

request() {
  curl --silent --show-error --output /dev/null -X "$1" "$url/$2" -H 'content-type: application/json' -d "${3:-}"
}

KAFKA_LOG_DIRS=$(mktemp -d) /usr/local/bin/kafka-entrypoint.sh kafka >/tmp/kafka.log 2>&1 &
broker=$!
BOOTSTRAP_SERVERS=localhost:9092 GROUP_ID=training CONFIG_STORAGE_TOPIC=configs OFFSET_STORAGE_TOPIC=offsets \
  STATUS_STORAGE_TOPIC=statuses KAFKA_OPTS="-XX:AOTCacheOutput=$home/connect.aot" \
  docker-entrypoint.sh start >/tmp/train.log 2>&1 &
worker=$!
trap 'tail -n 50 /tmp/kafka.log /tmp/train.log' ERR
for _ in $(seq 300); do
  kill -0 "$broker" "$worker"
  connect-healthcheck 2>/dev/null && break
  sleep 1
done
connect-healthcheck
connector='{"connector.class":"io.debezium.connector.mysql.MySqlConnector","name":"training","tasks.max":"1",
  "database.hostname":"127.0.0.1","database.port":"1","database.user":"u","database.password":"p",
  "database.server.id":"1","topic.prefix":"training","schema.history.internal.kafka.topic":"history",
  "schema.history.internal.kafka.bootstrap.servers":"localhost:9092",
  "transforms":"unwrap","transforms.unwrap.type":"io.debezium.transforms.ExtractNewRecordState"}'
request GET connector-plugins
request PUT connector-plugins/io.debezium.connector.mysql.MySqlConnector/config/validate "$connector"
request PUT connectors/training/config "$connector"
request GET 'connectors?expand=status&expand=info'
kill "$worker"
wait "$worker" || [[ $? == 143 ]]
kill "$broker"
wait "$broker" || [[ $? == 143 ]]
test -s "$home/connect.aot"
# The connector is in it too: what a plugin's own class loader loads is left out without a word. The class has no `main`.
connector=io.debezium.connector.mysql.MySqlConnector
java -XX:AOTCache="$home/connect.aot" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xlog:class+load:file=/tmp/loaded.log \
  @"$home/classpath" "$connector" >/dev/null 2>&1 || true
grep -q "$connector source: shared objects file" /tmp/loaded.log
rm -rf /tmp/*
