#!/bin/bash
# Starts what the stack consists of with docker and curl, as a guide would tell to: `in-turn` waits for each service before the
# next, `parallel` starts all that do not need each other together. The folder has what bench/rivals/shell.ts wrote:
# names, arguments of `docker run`, health tests, SQL, indexes and connectors. `down` removes everything again.
set -euo pipefail
mode=$1
cd "$2"
. ./names.sh # NETWORK, KAFKA, CONNECT_URL, SEARCH_URL, SERVICES
begun=$(date +%s%N)

start() { xargs -d '\n' docker run --detach --name "$1" <"$1.run" >/dev/null; }
is_ready() { until docker exec "$1" sh -c "$(cat "$1.test")" >/dev/null 2>&1; do sleep 0.2; done; }
send() { curl --fail --silent --show-error --output /dev/null --header 'Content-Type: application/json' "$@"; }
# Each of the words after the first to a function: one after the other, or all together.
each() {
  local work=$1 word pids=()
  shift
  for word in "$@"; do
    if [ "$mode" = parallel ]; then
      "$work" "$word" &
      pids+=($!)
    else "$work" "$word"; fi
  done
  for word in "${pids[@]}"; do wait "$word"; done
}

service() {
  local from
  from=$(date +%s%N)
  start "$1"
  is_ready "$1"
  echo "boot $1 $((($(date +%s%N) - from) / 1000000))"
}
set_up() { docker exec -i "${1%.sql}" sh -c 'MYSQL_PWD=$(cat $MYSQL_ROOT_PASSWORD_FILE) exec mysql --user=root' <"$1" >/dev/null; }
topic() { docker exec "$KAFKA" kafka-topics --bootstrap-server localhost:9092 --create --topic "$1" --config cleanup.policy=compact >/dev/null; }
index() {
  local name=${1%.index.json}
  send --request PUT "$SEARCH_URL/_ingest/pipeline/$name" --data-binary "@$name.pipeline.json"
  send --request PUT "$SEARCH_URL/$name" --data-binary "@$1"
}
connector() {
  local name=${1%.connector.json}
  send --request PUT "$CONNECT_URL/connectors/$name/config" --data-binary "@$1"
  until curl --silent "$CONNECT_URL/connectors/$name/status" | grep -q '"tasks":\[{"id":0,"state":"RUNNING"'; do sleep 0.2; done
}
caught_up() {
  until [ "$(curl --silent "$SEARCH_URL/${1%.rows}/_count" | sed 's/.*"count":\([0-9]*\).*/\1/')" = "$(cat "$1")" ]; do sleep 0.2; done
}

if [ "$mode" = down ]; then
  docker rm --force --volumes $SERVICES >/dev/null
  docker network rm "$NETWORK" >/dev/null
  exit
fi
docker network create --label "$LABEL" "$NETWORK" >/dev/null
each service $SERVICES
each set_up *.sql
each topic $(cat topics)
each index *.index.json
each connector *.connector.json
each caught_up *.rows
echo "up all $((($(date +%s%N) - begun) / 1000000))"
