#!/bin/sh
# Makes Hakika's namespace. Safe to repeat. Its search attributes are registered by Hakika's own
# setup step, which knows them.
set -eu

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" > /dev/null 2>&1; then
  echo "The namespace $TEMPORAL_NAMESPACE exists."
  exit 0
fi
temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 30d
