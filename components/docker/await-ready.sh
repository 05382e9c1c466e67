#!/bin/sh
# Waits until the container's health test succeeds. Ends at once when the container has exited, and then, as after
# the time-out, shows its last log lines. Then limits its processes, for which the provider has no property.
# Environment: CONTAINER, HEALTH_TEST, TIMEOUT (seconds), PIDS_LIMIT.
set -u
deadline=$(($(date +%s) + TIMEOUT))

give_up() {
  echo "container $CONTAINER $1; its last log lines:" >&2
  docker logs --tail 20 "$CONTAINER" 2>&1 | cut -c 1-500 >&2
  exit 1
}

seconds_left() {
  echo $((deadline - $(date +%s)))
}

# The loop runs in the container: a `docker exec` for each attempt would take the processor from what is starting.
# Five attempts in two seconds: each is a process, and while everything starts the processor is what all wait for.
until docker exec -e HEALTH_TEST="$HEALTH_TEST" -e ATTEMPTS="$(($(seconds_left) * 5 / 2))" "$CONTAINER" sh -c '
  while ! eval "$HEALTH_TEST"; do
    ATTEMPTS=$((ATTEMPTS - 1))
    [ "$ATTEMPTS" -gt 0 ] || exit 1
    sleep 0.4
  done' >/dev/null 2>&1; do
  state=$(docker inspect --format '{{.State.Status}} {{.State.ExitCode}} {{.RestartCount}}' "$CONTAINER" 2>&1) || {
    echo "container $CONTAINER cannot be inspected: $state" >&2
    exit 1
  }
  # shellcheck disable=SC2086 # three words
  set -- $state
  case $1 in
    exited | dead) give_up "exited with code $2" ;;
    restarting) [ "$3" -lt 2 ] || give_up "exits again and again, last with code $2" ;;
  esac
  [ "$(seconds_left)" -gt 0 ] || give_up "did not serve requests within $TIMEOUT s"
  sleep 0.5
done

said=$(docker update --pids-limit "$PIDS_LIMIT" "$CONTAINER" 2>&1) || {
  echo "container $CONTAINER cannot be limited to $PIDS_LIMIT processes: $said" >&2
  exit 1
}
