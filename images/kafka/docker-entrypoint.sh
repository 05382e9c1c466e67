#!/bin/bash
# The contract of apache/kafka: KAFKA_* settings, CLUSTER_ID, storage formatted on the first start.
set -euo pipefail
home=/opt/kafka
# The root file system may be read-only.
config=/tmp/server.properties

setting() { # the last value of a property wins, as in java.util.Properties
  sed -n "s/^$1=//p" "$config" | tail -n 1
}

write_config() {
  {
    cat "$home/config/default-server.properties"
    env-to-properties KAFKA_ KAFKA_VERSION KAFKA_HEAP_OPTS KAFKA_OPTS KAFKA_LOG4J_OPTS KAFKA_JMX_OPTS \
      KAFKA_JMX_HOSTNAME KAFKA_JMX_PORT KAFKA_JVM_PERFORMANCE_OPTS KAFKA_GC_LOG_OPTS KAFKA_LOG4J_ROOT_LOGLEVEL \
      KAFKA_LOG4J_LOGGERS KAFKA_TOOLS_LOG4J_LOGLEVEL
  } >"$config"
}

# The storage formatted in the image build fits one combined node with the default identity, and saves
# a JVM start. meta.properties comes last: Kafka takes a directory without it as not formatted.
format_storage() {
  local dir
  dir=$(setting log.dirs)
  [[ ! -e $dir/meta.properties ]] || return 0
  if [[ $CLUSTER_ID == "$DEFAULT_CLUSTER_ID" && $(setting node.id) == 1 && -n $(setting controller.quorum.voters) &&
    $(setting process.roles) == broker,controller && $dir != *,* && -d $dir ]]; then
    cp "$home/formatted/bootstrap.checkpoint" "$dir/"
    cp "$home/formatted/meta.properties" "$dir/meta.properties.new"
    mv "$dir/meta.properties.new" "$dir/meta.properties"
  else
    "$home/bin/kafka-storage.sh" format --ignore-formatted --cluster-id "$CLUSTER_ID" --config "$config"
  fi
}

# Anything but the default command is run as it is: docker run <image> kafka-topics ...
if [[ ${1:-kafka} != kafka ]]; then
  exec "$@"
fi

: "${CLUSTER_ID:=$DEFAULT_CLUSTER_ID}"
write_config
format_storage
export KAFKA_HEAP_OPTS=${KAFKA_HEAP_OPTS:--Xms96m -Xmx384m}
export KAFKA_LOG4J_OPTS=${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile=$home/config/log4j2.properties}
# Not the login modules that run code, which a client may set as a setting of the broker (CVE-2025-27819).
modules=org.apache.kafka.common.security
export KAFKA_OPTS="-Dorg.apache.kafka.allowed.login.modules=$modules.plain.PlainLoginModule,$modules.scram.ScramLoginModule ${KAFKA_OPTS:-}"
exec "$home/bin/kafka-run-class.sh" kafka.Kafka "$config"
