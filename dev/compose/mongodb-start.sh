#!/bin/bash
# Starts MongoDB as a member of a replica set. Members must prove themselves to each other with a
# key file, which has to belong to the server's user and be readable by nobody else.
set -euo pipefail

key_file=/data/configdb/replica.key
install --owner=mongodb --group=mongodb --mode=0400 /dev/null "$key_file"
printf '%s' "$MONGODB_REPLICA_KEY" > "$key_file"

exec docker-entrypoint.sh mongod --replSet hakika --bind_ip_all --keyFile "$key_file"
