#!/bin/bash
# Image build: runs the node once under a little load and leaves the AOT cache of that run.
# Two steps, because OpenSearch's system call filter forbids the JVM to start the assembling child itself.
# https://openjdk.org/jeps/483
set -eEuo pipefail
home=/usr/share/opensearch
url=http://127.0.0.1:9200

request() {
  curl --fail --silent --show-error --output /dev/null -X "$1" "$url/$2" -H 'content-type: application/json' -d "${3:-}"
}

# Rows that are new, that changed and that are gone.
batch() {
  for id in $(seq "$1" "$(($1 + 24))"); do
    printf '{"index":{"_id":"%s"}}\n{"text":"무선 이어폰 wireless %s","price":1.5,"day":"2026-01-01"}\n' "$id" "$1"
  done
  printf '{"delete":{"_id":"%s"}}\n' "$1"
}

load() {
  request PUT _ingest/pipeline/training '{"processors":[{"set":{"field":"key","value":"{{_id}}"}}]}'
  request PUT training '{
    "settings": {"number_of_replicas": 0, "replication.type": "SEGMENT", "final_pipeline": "training",
      "analysis": {"analyzer": {"korean": {"type": "custom", "tokenizer": "nori_tokenizer",
        "filter": ["nori_part_of_speech", "lowercase"]}}}},
    "mappings": {"properties": {"text": {"type": "text", "analyzer": "korean"}, "key": {"type": "keyword"},
      "price": {"type": "scaled_float", "scaling_factor": 100}, "day": {"type": "date"}}}}'
  request POST _aliases '{"actions":[{"add":{"index":"training","alias":"trained"}}]}'
  # The cache keeps what the compiler has to know of a method, too (https://openjdk.org/jeps/515): small batches, each
  # searched at once, as of shards under load. Without it the first minutes of a node go into finding that out again.
  for number in $(seq 400); do
    request POST 'training/_bulk?refresh=true' "$(batch "$number")"$'\n'
    request POST trained/_search "{\"query\":{\"terms\":{\"key\":[\"$number\",\"7\",\"none\"]}},\"docvalue_fields\":[\"key\"]}"
  done
  request POST trained/_search '{"query":{"match":{"text":"이어폰"}},"aggs":{"keys":{"terms":{"field":"key"}}}}'
  request GET trained/_count
  request GET _nodes/stats
  request DELETE training
  request DELETE _ingest/pipeline/training
}

OPENSEARCH_JAVA_OPTS="-XX:AOTMode=record -XX:AOTConfiguration=/tmp/aot.config" \
  docker-entrypoint.sh opensearch >/tmp/train.log 2>&1 &
node=$!
trap 'tail -n 50 /tmp/train.log' ERR
for _ in $(seq 300); do
  kill -0 "$node"
  opensearch-healthcheck 2>/dev/null && break
  sleep 1
done
load
kill "$node"
wait "$node" || [[ $? == 143 ]]
java "@$home/jvm.args" -XX:AOTMode=create -XX:AOTConfiguration=/tmp/aot.config -XX:AOTCache="$home/opensearch.aot" \
  "@$home/classpath" >>/tmp/train.log 2>&1
test -s "$home/opensearch.aot"
rm -rf /tmp/* "$home"/data/* "$home"/logs/*
