#!/bin/bash
# Image build: runs the broker once under a little load and leaves the AOT cache of that run.
# https://openjdk.org/jeps/514
set -euo pipefail
home=/opt/kafka
trap 'tail -n 50 /tmp/train.log' ERR

KAFKA_OPTS="-XX:AOTCacheOutput=$home/kafka.aot" docker-entrypoint.sh kafka >/tmp/train.log 2>&1 &
broker=$!
for _ in $(seq 300); do
  kill -0 "$broker"
  kafka-healthcheck >/dev/null 2>&1 && break
  sleep 1
done
kafka-healthcheck
topic=(--bootstrap-server localhost:9092 --topic training)
kafka-topics "${topic[@]}" --create --partitions 1
# Each record a request of its own, read as it comes: as of shards under load. The cache keeps what the compiler has to know of a
# method, too (https://openjdk.org/jeps/515).
records=30000
kafka-console-consumer "${topic[@]}" --from-beginning --max-messages "$records" --timeout-ms 60000 >/tmp/records &
consumer=$!
seq "$records" | kafka-console-producer "${topic[@]}" --batch-size 1 --timeout 0
wait "$consumer"
[[ $(wc -l </tmp/records) == "$records" ]]
kill "$broker"
wait "$broker" || [[ $? == 143 ]]
test -s "$home/kafka.aot"
rm -rf /tmp/* /var/lib/kafka/data/*
