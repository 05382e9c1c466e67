#!/bin/bash
# Image build: runs the worker once as a stack runs it, with a broker, and with a connector that reads a table and the changes
# of a MySQL server, and leaves the AOT cache of that run: its classes, and what the compiler has to know of the methods that
# every row goes through. Without it a worker finds that out anew after each start, when rows already wait.
# https://openjdk.org/jeps/514, https://openjdk.org/jeps/515
# A fault in a function is one of the trap below, too.
set -eEuo pipefail
home=/kafka
training=$(dirname "$0")
url=http://127.0.0.1:8083
broker=localhost:29092
source "$training/mysql.sh"

request() {
  curl --fail --silent --show-error --output /dev/null -X "$1" "$url/$2" -H 'content-type: application/json' "${@:3}"
}

# Until a command succeeds, unless one of the three servers has ended.
await() {
  for _ in $(seq 300); do
    kill -0 "${servers[@]}"
    "$@" >/dev/null 2>&1 && return
    sleep 0.3
  done
  "$@"
}

serve_kafka() {
  KAFKA_LOG_DIRS=$(mktemp -d) KAFKA_LISTENERS="PLAINTEXT://:${broker#*:},CONTROLLER://:9093" \
    KAFKA_ADVERTISED_LISTENERS="PLAINTEXT://$broker" exec /usr/local/bin/kafka-entrypoint.sh kafka
}

serve_connect() {
  BOOTSTRAP_SERVERS=$broker GROUP_ID=training CONFIG_STORAGE_TOPIC=configs OFFSET_STORAGE_TOPIC=offsets \
    STATUS_STORAGE_TOPIC=statuses KAFKA_OPTS="-XX:AOTCacheOutput=$home/connect.aot" exec docker-entrypoint.sh start
}

# The connector's secrets, as `up` puts them there.
put_secrets() {
  printf training >/run/secrets/connect/training-password
  openssl pkcs12 -export -nokeys -jdktrust anyExtendedKeyUsage -name ca -in "$mysql_data/ca.pem" \
    -out /run/secrets/connect/training-ca.pem.p12 -passout pass:changeit
}

# Rows that are new, that changed and that are gone: each statement a transaction of its own, seven for three rows.
changes() {
  local id
  for id in $(seq "$1" "$2"); do
    echo "INSERT INTO training.items (id, name, price) VALUES ($id, CONCAT('무선 이어폰 ', $id), $id / 100);"
    echo "UPDATE training.items SET stock = stock + 1 WHERE id = $id;"
    ((id % 3)) || echo "DELETE FROM training.items WHERE id = $id;"
  done
}

# Waits until so many records are in the topic.
await_records() {
  local seen
  seen=$(kafka-console-consumer --bootstrap-server "$broker" --topic training.training.items --from-beginning \
    --max-messages "$1" --timeout-ms 60000 | wc -l)
  [[ $seen == "$1" ]] || { echo "$seen of $1 records came" >&2; return 1; }
}

install_mysql "$MYSQL_SUITE"
servers=()
trap 'tail -n 50 /tmp/{mysql,kafka,connect}.log' ERR
for server in mysql kafka connect; do
  "serve_$server" >"/tmp/$server.log" 2>&1 &
  servers+=($!)
done
await sql <<<'DO 0'
await connect-healthcheck
put_secrets
sql <"$training/schema.sql"
# A build's /etc/hosts may be read-only, so the broker has no other name here.
config=(-d "$(sed "s/kafka:29092/$broker/" "$training/connector.json")")
request GET connector-plugins
request PUT connector-plugins/io.debezium.connector.mysql.MySqlConnector/config/validate "${config[@]}"
request PUT connectors/training/config "${config[@]}"
await_records 2000
changes 2001 8000 | sql
await_records 16000
# As after a crash: the schema history is read, and the binlog from where it was.
request GET 'connectors?expand=status&expand=info'
request POST 'connectors/training/restart?includeTasks=true'
changes 8001 14000 | sql
await_records 30000
# The worker is the last one, and ends first.
for at in 2 1 0; do
  kill "${servers[at]}"
  wait "${servers[at]}" || [[ $? == 143 ]]
done
test -s "$home/connect.aot"
# The connector is in it too: what a plugin's own class loader loads is left out without a word. The class has no `main`.
connector=io.debezium.connector.mysql.MySqlConnector
java -XX:AOTCache="$home/connect.aot" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xlog:class+load:file=/tmp/loaded.log \
  @"$home/classpath" "$connector" >/dev/null 2>&1 || true
grep -q "$connector source: shared objects file" /tmp/loaded.log
rm -rf /tmp/* /run/secrets/connect/*
