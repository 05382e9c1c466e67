#!/bin/bash
# Healthy: the worker has joined its group and answers (KIP-1017); 503 while it starts.
exec curl --fail --silent --show-error --output /dev/null --max-time 4 http://127.0.0.1:8083/health
