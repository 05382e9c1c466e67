#!/bin/bash
# Runs a Kafka class: the broker (through the entry point) or a command line tool.
# The class path and the collector must stay those of the AOT cache, or the JVM ignores the cache.
set -euo pipefail
home=/opt/kafka
cache=()
[[ -f $home/kafka.aot ]] && cache=(-XX:AOTCache="$home/kafka.aot")

# Not the optimizing compiler: what it saves a broker of three shards is less than what it takes, still minutes after the
# start. `-XX:TieredStopAtLevel=4` among a service's options brings it back.
# Options are lists of words, as in Kafka's own scripts.
# shellcheck disable=SC2086
exec java \
  ${KAFKA_JVM_PERFORMANCE_OPTS:--XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError} \
  "${cache[@]}" -Xlog:cds=off -Xlog:aot=off \
  ${KAFKA_HEAP_OPTS:--Xmx256M} \
  ${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile="$home/config/tools-log4j2.properties"} \
  ${KAFKA_OPTS:-} \
  @"$home/classpath" "$@"
