#!/bin/bash
# `make bench`: builds what is measured and what it is measured beside, then bench.mjs. ROWS=1000000 orders,
# MEMORY_REQUESTS=20000, SECONDS_EACH=2 of each measurement, ONLY=lists,pages,search,ingest,jobs,idle,memory,page.
# The generated orders stay in BENCH_DIR (build/bench), so a second run starts at once.
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P) || exit 1
cd "$root" || exit 1
build=${B:-build} folder=${BENCH_DIR:-build/bench}

backend/scripts/deps.sh bench && make --no-print-directory -j2 B="$build" build && mkdir -p "$folder" || exit 1
# shellcheck disable=SC2046 # flags are words
gcc -O2 -Wall -Wextra -Werror -o "$folder/ceiling" tests/bench/ceiling.c $(pkg-config --cflags --libs libmariadb) || exit 1
for peer in node graphile; do
	cmp -s tests/bench/peers/$peer/package-lock.json tests/bench/peers/$peer/node_modules/.package-lock.bench ||
		(cd tests/bench/peers/$peer && "$root/backend/scripts/node.sh" npm ci --ignore-scripts --silent --no-audit --no-fund &&
			cp package-lock.json node_modules/.package-lock.bench) || exit 1
done
exec env BENCH_DIR="$folder" BIN="$build/bin" backend/scripts/node.sh node tests/bench/bench.mjs
