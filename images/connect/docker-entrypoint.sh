#!/bin/bash
# The contract of debezium/connect: the variables below and CONNECT_* become worker properties.
set -euo pipefail
home=/kafka
# The root file system may be read-only.
config=/tmp/connect-distributed.properties

# Anything but the default command is run as it is.
if [[ ${1:-start} != start ]]; then
  exec "$@"
fi

required() {
  [[ -n ${!1:-} ]] || {
    echo "The ${1#CONNECT_} environment variable must be set" >&2
    exit 1
  }
}

write_config() {
  local name
  for name in BOOTSTRAP_SERVERS GROUP_ID CONFIG_STORAGE_TOPIC OFFSET_STORAGE_TOPIC STATUS_STORAGE_TOPIC \
    KEY_CONVERTER VALUE_CONVERTER OFFSET_FLUSH_INTERVAL_MS OFFSET_FLUSH_TIMEOUT_MS; do
    [[ -z ${!name:-} ]] || export "CONNECT_$name=${!name}"
  done
  for name in CONNECT_BOOTSTRAP_SERVERS CONNECT_GROUP_ID CONNECT_CONFIG_STORAGE_TOPIC CONNECT_OFFSET_STORAGE_TOPIC \
    CONNECT_STATUS_STORAGE_TOPIC; do
    required "$name"
  done
  {
    cat "$home/config/default-worker.properties"
    env-to-properties CONNECT_
  } >"$config"
}

reachable() { # host:port
  (exec 3<>"/dev/tcp/${1%:*}/${1##*:}") 2>/dev/null
}

# Connect exits at once when no broker's name can be resolved, and after a minute when none answers. Waiting here
# lets both containers start at the same moment.
wait_for_kafka() {
  local broker waited=0
  trap 'exit 143' TERM INT
  while true; do
    for broker in ${CONNECT_BOOTSTRAP_SERVERS//,/ }; do
      reachable "${broker##*://}" && trap - TERM INT && return
    done
    ((waited++ % 50)) || echo "Waiting for Kafka at $CONNECT_BOOTSTRAP_SERVERS"
    sleep 0.2 &
    wait $!
  done
}

write_config
wait_for_kafka

# The optimizing compiler begins after three times the calls that are Java's default, as in the search engine: it takes half of a
# processor for 25 s after each start, which a worker that was killed needs to catch up. With eight times more is left half compiled.
# Not in the training: the more it compiles, the more the cache knows.
cache=()
[[ -f $home/connect.aot ]] && cache=(-XX:AOTCache="$home/connect.aot" -Xlog:cds=off -Xlog:aot=off
  -XX:Tier4InvocationThreshold=15000 -XX:Tier4MinInvocationThreshold=1800 -XX:Tier4CompileThreshold=45000
  -XX:Tier4BackEdgeThreshold=120000)
# The cache is valid for this class path, collector and object layout only; otherwise the JVM ignores it.
# The last three guard against what a connector's configuration can do with a Kafka client: read files and variables
# (CVE-2024-31141), load a login module that runs code (CVE-2023-25194, CVE-2025-27818), and fetch files and addresses for a
# token (CVE-2025-27817): the latter two are Kafka's defaults, or narrower.
# shellcheck disable=SC2086
exec java \
  ${KAFKA_JVM_PERFORMANCE_OPTS:--XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError} \
  "${cache[@]}" ${HEAP_OPTS:--Xms128m -Xmx512m} \
  -Dlog4j2.configurationFile="$home/config/log4j2.properties" -Djava.security.properties="$home/config/java.security" \
  -Dorg.apache.kafka.automatic.config.providers=org.apache.kafka.common.config.provider.DirectoryConfigProvider \
  -Dorg.apache.kafka.allowed.login.modules=org.apache.kafka.common.security.plain.PlainLoginModule,org.apache.kafka.common.security.scram.ScramLoginModule \
  -Dorg.apache.kafka.sasl.oauthbearer.allowed.urls= -Dorg.apache.kafka.sasl.oauthbearer.allowed.files= \
  ${KAFKA_OPTS:-} @"$home/classpath" org.apache.kafka.connect.cli.ConnectDistributed "$config"
