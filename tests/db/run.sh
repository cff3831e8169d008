#!/bin/sh
# Runs database test programs on a private MariaDB that lives in a temporary folder:
#   tests/db/run.sh PROGRAM…
# With GWMS_TEST_DB_SOCKET set, that server is used instead and left alone. The programs print TAP
# when CMOCKA_MESSAGE_OUTPUT=tap. Exit code: 0 when all passed, 1 when one failed, 2 when there was
# no server.
set -u

if [ $# -eq 0 ]; then
	echo "usage: tests/db/run.sh PROGRAM..." >&2
	exit 2
fi

server=
folder=

stop() {
	trap '' INT TERM HUP
	if [ -n "$server" ]; then
		kill "$server" 2>/dev/null
		wait "$server" 2>/dev/null
	fi
	if [ -n "$folder" ]; then
		rm -rf "$folder"
	fi
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

as_root=
if [ "$(id -u)" -eq 0 ]; then
	as_root=--user=root
fi

start() {
	folder=$(mktemp -d "${TMPDIR:-/tmp}/gwms-db.XXXXXX") || exit 2
	mariadb-install-db --no-defaults $as_root --datadir="$folder/data" --auth-root-authentication-method=normal \
		--skip-test-db --force >"$folder/install.log" 2>&1 || { cat "$folder/install.log" >&2; exit 2; }
	# Commits are durable as in production; the rest is small so that it starts fast.
	/usr/sbin/mariadbd --no-defaults $as_root --datadir="$folder/data" --tmpdir="$folder" --socket="$folder/s.sock" \
		--pid-file="$folder/pid" --log-error="$folder/err" --skip-networking --skip-name-resolve \
		--innodb-buffer-pool-size=64M --innodb-log-file-size=16M --innodb-print-all-deadlocks=ON \
		--innodb-flush-log-at-trx-commit=1 --max-allowed-packet=32M --local-infile=0 >"$folder/out" 2>&1 &
	server=$!
	tries=0
	until mariadb-admin --no-defaults -u root -S "$folder/s.sock" ping >/dev/null 2>&1; do
		tries=$((tries + 1))
		if [ "$tries" -gt 600 ] || ! kill -0 "$server" 2>/dev/null; then
			echo "MariaDB did not start:" >&2
			cat "$folder/err" >&2
			exit 2
		fi
		sleep 0.05
	done
	GWMS_TEST_DB_SOCKET=$folder/s.sock
	export GWMS_TEST_DB_SOCKET
}

if [ -z "${GWMS_TEST_DB_SOCKET:-}" ]; then
	start
fi
GWMS_SQL_DIR=${GWMS_SQL_DIR:-$(cd "$(dirname "$0")/../../sql" 2>/dev/null && pwd)}
export GWMS_SQL_DIR

failed=0
for program in "$@"; do
	"$program" || failed=1
done
exit "$failed"
