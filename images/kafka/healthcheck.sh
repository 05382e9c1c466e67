#!/bin/bash
# Healthy: the broker answers a version request. Kafka opens the port only once the broker is registered and
# unfenced. A request by hand costs milliseconds; a command line tool would start a JVM every few seconds.
set -euo pipefail
config=/tmp/server.properties

port() { # of the first listener that is not the controller's
  local controllers listener
  controllers=$(sed -n 's/^controller.listener.names=//p' "$config" | tail -n 1)
  for listener in $(sed -n 's/^listeners=//p' "$config" | tail -n 1 | tr ',' ' '); do
    [[ ,$controllers, == *,"${listener%%:*}",* ]] && continue
    echo "${listener##*:}"
    return
  done
}

exec 3<>"/dev/tcp/127.0.0.1/$(port)"
# Length 10, ApiVersions (18) version 0, correlation id 1, no client id.
printf '\0\0\0\x0a\0\x12\0\0\0\0\0\x01\xff\xff' >&3
# Length, correlation id, error code.
answer=$(timeout 3 head -c 10 <&3 | od -An -v -tx1 | tr -d ' \n')
[[ ${answer:8} == 000000010000 ]] || {
  echo "Kafka answered '$answer' to a version request"
  exit 1
}
