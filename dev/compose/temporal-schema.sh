#!/bin/sh
# Brings Temporal's two databases to the schema of this release. Safe to repeat: an up-to-date
# schema is left as it is, and only a database without any is set up from nothing.
set -eu

schemas=/etc/temporal/schema/postgresql/v12

sql_tool() {
  database=$1
  shift
  temporal-sql-tool --plugin postgres12 --ep postgresql --port 5432 --user "$POSTGRES_USER" \
    --db "$database" "$@"
}

migrate() {
  database=$1
  versions=$schemas/$2/versioned
  # Setting up a database twice fails, so it is tried only where an update finds nothing.
  sql_tool "$database" update-schema --schema-dir "$versions" && return
  sql_tool "$database" setup-schema --version 0.0
  sql_tool "$database" update-schema --schema-dir "$versions"
}

migrate temporal temporal
migrate temporal_visibility visibility
