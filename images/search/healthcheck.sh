#!/bin/bash
# Healthy: every primary shard is there to be searched.
exec curl --fail --silent --show-error --output /dev/null \
  'http://127.0.0.1:9200/_cluster/health?wait_for_status=yellow&timeout=3s'
