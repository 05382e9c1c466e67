#!/bin/bash
# One script for the common tools, told apart by the name it is called by.
# The broker's own heap and options are not for them.
set -euo pipefail
unset KAFKA_HEAP_OPTS KAFKA_OPTS KAFKA_LOG4J_OPTS KAFKA_JVM_PERFORMANCE_OPTS
name=$(basename "$0" .sh)
case $name in
  kafka-topics) class=org.apache.kafka.tools.TopicCommand ;;
  kafka-configs) class=kafka.admin.ConfigCommand ;;
  kafka-consumer-groups) class=org.apache.kafka.tools.consumer.group.ConsumerGroupCommand ;;
  kafka-console-consumer) class=org.apache.kafka.tools.consumer.ConsoleConsumer ;;
  kafka-console-producer) class=org.apache.kafka.tools.ConsoleProducer ;;
  kafka-get-offsets) class=org.apache.kafka.tools.GetOffsetShell ;;
  kafka-storage) class=kafka.tools.StorageTool ;;
  *)
    echo "kafka-tool: no tool is called '$name'" >&2
    exit 64
    ;;
esac
exec /opt/kafka/bin/kafka-run-class.sh "$class" "$@"
