#!/bin/bash
# The contract of opensearchproject/opensearch for what a single node needs: every environment variable with
# a dot in its name is a setting, OPENSEARCH_JAVA_OPTS comes last. The variables of its security plugin and
# demo installer (DISABLE_SECURITY_PLUGIN, OPENSEARCH_INITIAL_ADMIN_PASSWORD...) have nothing to act on here.
set -euo pipefail
home=/usr/share/opensearch

# Anything but the default command is run as it is.
if [[ ${1:-opensearch} != opensearch ]]; then
  exec "$@"
fi

settings=()
while IFS= read -r -d '' variable; do
  [[ ${variable%%=*} =~ ^[a-z0-9_]+\.[a-z0-9_.]+$ && -n ${variable#*=} ]] && settings+=("-E$variable")
done < <(env -0)

# The optimizing compiler begins after three times the calls that are Java's default: it takes the processor from a new stack for
# minutes. With eight times the stack was slow for half an hour. Not in the training: the more it compiles, the more the cache knows.
cache=()
[[ -f $home/opensearch.aot ]] && cache=(-XX:AOTCache="$home/opensearch.aot" -Xlog:cds=off -Xlog:aot=off
  -XX:Tier4InvocationThreshold=15000 -XX:Tier4MinInvocationThreshold=1800 -XX:Tier4CompileThreshold=45000
  -XX:Tier4BackEdgeThreshold=120000)
OPENSEARCH_TMPDIR=$(mktemp -d)

# The cache is valid for this class path, collector and object layout only; otherwise the JVM ignores it.
# shellcheck disable=SC2086
exec java "@$home/jvm.args" "${cache[@]}" -Djava.io.tmpdir="$OPENSEARCH_TMPDIR" ${OPENSEARCH_JAVA_OPTS:-} \
  "@$home/classpath" org.opensearch.bootstrap.OpenSearch "${settings[@]}" "${@:2}"
