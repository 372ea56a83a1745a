#!/bin/bash
# Run once by the PostgreSQL image, on an empty data folder. The image makes the database
# `temporal`; Temporal keeps what its lists search in a second one.
set -euo pipefail

createdb --username "$POSTGRES_USER" temporal_visibility
